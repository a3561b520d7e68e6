from newsreview.projects.models import Membership, Project
from tests.backoffice.screens import address, fields_of


def test_project_is_made_with_its_maker_as_manager(project, chief, at_chief):
    fields = {"slug": "canal", "name": "Canal", "label_set_version": project.label_set_version_id}
    table = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}

    at_chief.post(address(Project, "add"), fields | table)

    canal = Project.objects.get(slug="canal")
    assert list(canal.memberships.values_list("person", "role")) == [(chief.pk, Membership.Role.MANAGER)]


def test_project_is_changed_with_its_team(project, annotator, stranger, at_chief):
    page = address(Project, "change", project.pk)
    fields = fields_of(at_chief.get(page))
    assert fields.pop("infer_links") == "on"  # unticked
    role = next(name for name, value in fields.items() if name.endswith("-role") and value == "annotator")
    row = {"memberships-2-person": stranger.pk, "memberships-2-role": "reviewer", "memberships-TOTAL_FORMS": "3"}

    at_chief.post(page, fields | {"name": "Ferries", role: "ml"} | row)

    project.refresh_from_db()
    team = dict(project.memberships.values_list("person__name", "role"))
    assert not project.infer_links
    assert (project.name, team) == ("Ferries", {"Annotator": "ml", "Chief": "manager", "Stranger": "reviewer"})


def test_project_page_leads_to_the_app(project, at_chief):
    page = at_chief.get(address(Project, "change", project.pk)).content.decode()

    assert '<a href="/projects/ferry/">Open in the app</a>' in page
