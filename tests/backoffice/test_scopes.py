from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.backoffice import scopes
from newsreview.projects.models import Membership, Task
from tests.backoffice.screens import address


def names(people) -> set[str]:
    return {person.name for person in people}


def test_chief_sees_their_team_and_whoever_is_in_none(everything, elsewhere, chief, administrator, stranger):
    assert names(scopes.people(chief)) == {"Annotator", "Chief", "Stranger"}
    assert names(scopes.people(administrator)) == names(User.objects.all())


def test_chief_changes_only_people_without_rights_or_work_elsewhere(everything, elsewhere, chief, stranger, member):
    member("both", "annotator").memberships.create(project=elsewhere.task.project, role="annotator")

    assert names(scopes.changeable_people(chief)) == {"Annotator", "Stranger"}


def test_staff_without_a_project_works_with_names_only(everything, person):
    clerk = person("clerk", is_staff=True)
    of_projects = (
        scopes.projects,
        scopes.tasks,
        scopes.annotation_sets,
        scopes.edits,
        scopes.articles,
        scopes.raw_files,
    )

    assert [set(scope(clerk)) for scope in of_projects] == [set()] * len(of_projects)


def test_label_set_that_no_project_uses_is_for_every_chief(everything, elsewhere, chief):
    ours = everything.label_set_version.label_set

    assert set(scopes.label_sets(chief)) == {ours}

    elsewhere.task.project.label_set_version = everything.label_set_version
    elsewhere.task.project.save()

    assert set(scopes.label_sets(chief)) == {ours, elsewhere.label_set_version.label_set}


def test_choices_offered_while_typing_are_in_scope(everything, elsewhere, at_chief):
    def offered(field: str) -> set[str]:
        query = {"app_label": "projects", "model_name": "membership", "field_name": field, "term": ""}
        return {choice["text"] for choice in at_chief.get(reverse("admin:autocomplete"), query).json()["results"]}

    assert offered("project") == {"Ferry"}
    assert offered("person") == {"Annotator", "Chief"}


def test_filters_offer_what_is_in_scope(everything, elsewhere, at_chief, at_administrator):
    def offered(client) -> set[str]:
        listed = client.get(address(Task, "changelist")).context["cl"]
        return {str(choice["display"]) for spec in listed.filter_specs for choice in spec.choices(listed)}

    # A filter with one choice is not shown.
    assert "Canal" not in offered(at_chief)
    assert {"Canal", "Ferry"} <= offered(at_administrator)


def test_project_of_another_manager_cannot_be_posted(elsewhere, annotator, chief, at_chief):
    answer = at_chief.post(
        address(Membership, "add"), {"project": elsewhere.task.project_id, "person": annotator.pk, "role": "manager"}
    )

    assert list(answer.context["adminform"].form.errors) == ["project"]
    assert annotator.memberships.count() == 1
