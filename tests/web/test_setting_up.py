"""Making a project in one page, and looking after its team."""

import pytest
from django.urls import reverse

from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project

NEW = "/projects/new/"
# As the page has them.
RULES = {"people_per_article": "1", "own_taking": "on", "blind": "on", "review_coverage": "all", "review_share": "20"}


def test_a_manager_makes_a_project_with_the_default_scheme(sign_in, manager):
    fields = RULES | {"name": "Bridge closure", "slug": "", "infer_links": "on"}
    answer = sign_in(manager).post(NEW, fields, follow=True)

    made = Project.objects.get(slug="bridge-closure")
    assert (made.name, str(made.label_set_version), made.infer_links) == ("Bridge closure", "News marks v1", True)
    assert [(m.person, m.role) for m in made.memberships.all()] == [(manager, "manager")]
    assert answer.redirect_chain[-1][0] == reverse("project-team", args=["bridge-closure"])
    assert "Bridge closure is set up, and you manage it." in answer.text


def test_a_project_can_share_the_labels_of_another(sign_in, manager, project):
    shared = project.label_set_version
    sign_in(manager).post(NEW, RULES | {"name": "Canal", "slug": "", "label_set_version": str(shared.pk)})

    made = Project.objects.get(slug="canal")
    assert (made.label_set_version, made.infer_links) == (shared, False)


def test_labels_of_projects_that_one_does_not_manage_are_not_offered(sign_in, manager, other_project):
    client = sign_in(manager)
    fields = RULES | {"name": "Canal", "slug": "canal", "label_set_version": str(other_project.label_set_version.pk)}

    assert client.post(NEW, fields).status_code == 422
    assert not Project.objects.filter(slug="canal").exists()


@pytest.fixture
def other_project(person) -> Project:
    return setting_up.create_project(slug="airport", by=person("airporter"))


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("ferry", "Another project has this short name: choose another."),
        ("new", "“new” is the address of another page: choose another short name."),
        ("two words", "Enter a valid “slug”"),
    ],
)
def test_a_bad_short_name_is_told_at_its_field(sign_in, manager, slug, says):
    answer = sign_in(manager).post(NEW, RULES | {"name": "Canal", "slug": slug})

    assert (answer.status_code, answer.context["form"].errors["slug"][0].startswith(says)) == (422, True)


def test_how_its_work_is_given_out_and_reviewed_is_chosen_with_it(sign_in, manager):
    chosen = RULES | {"people_per_article": "2", "review_coverage": "share", "review_share": "30"}
    sign_in(manager).post(NEW, chosen | {"name": "Canal", "slug": ""})

    made = Project.objects.get(slug="canal")
    assert (made.people_per_article, made.own_taking, made.blind) == (2, True, True)
    assert (made.review_coverage, made.review_share) == ("share", 30)


def test_a_name_that_one_knows_is_not_given_twice(sign_in, manager, project):
    """Nor by a second click."""
    client = sign_in(manager)
    answers = [client.post(NEW, RULES | {"name": name, "slug": ""}) for name in ("Canal", "canal", "FERRY")]

    assert [answer.status_code for answer in answers] == [302, 422, 422]
    assert answers[1].context["form"].errors == {"name": ["You manage a project of this name already: choose another."]}
    assert set(Project.objects.values_list("slug", flat=True)) == {"ferry", "canal"}


def test_a_name_that_others_gave_gets_a_short_name_of_its_own(sign_in, manager, other_project):
    sign_in(manager).post(NEW, RULES | {"name": other_project.name, "slug": ""})

    assert list(Project.objects.order_by("slug").values_list("slug", flat=True)) == ["airport", "airport-2", "ferry"]


@pytest.mark.parametrize(
    ("written", "proposed", "value"),
    [("", "", "ferry-2"), ("old-idea", "old-idea", "ferry-2"), ("mine", "old-idea", "mine")],
)
def test_a_short_name_is_proposed_until_somebody_writes_one(sign_in, manager, written, proposed, value):
    fields = {"name": "Ferry", "slug": written, "proposed": proposed}
    page = sign_in(manager).get(reverse("new-project-short-name"), fields)

    assert f'name="slug" value="{value}"' in page.text


def test_the_team_grows_and_roles_change(sign_in, manager, stranger, annotator, project):
    client, team = sign_in(manager), reverse("project-team", args=[project.slug])
    client.post(team, {"email": stranger.email, "role": "reviewer"})
    client.post(reverse("member", args=[project.slug, membership(project, annotator).pk]), {"role": "reviewer"})

    assert {m.person: m.role for m in project.memberships.all()} == {
        manager: "manager",
        stranger: "reviewer",
        annotator: "reviewer",
    }


def test_what_cannot_be_is_said(sign_in, manager, project):
    client, team = sign_in(manager), reverse("project-team", args=[project.slug])
    again = client.post(team, {"email": manager.email, "role": "reviewer"})
    demoted = client.post(reverse("member", args=[project.slug, membership(project, manager).pk]), {"role": "ml"})

    assert (again.status_code, demoted.status_code) == (422, 422)
    assert "Manager is in the team already: change their role in the list." in again.text
    assert "Manager is the last manager here: make somebody else one first." in demoted.text


def test_a_member_of_another_team_is_not_found(sign_in, manager, project, other_project):
    theirs = other_project.memberships.get()

    assert sign_in(manager).post(reverse("member", args=[project.slug, theirs.pk]), {"role": "ml"}).status_code == 404


def membership(project, person) -> Membership:
    return Membership.objects.get(project=project, person=person)
