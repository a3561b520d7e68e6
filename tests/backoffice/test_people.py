from django.contrib.auth.models import Group

from newsreview.accounts.models import User
from newsreview.projects.models import Membership
from tests.backoffice.screens import address, fields_of, told
from tests.owner import as_owner

EVERY_RIGHT = {"is_staff": "on", "is_superuser": "on", "is_active": "on", "user_permissions": "1", "password": "x"}


def test_person_is_invited_without_a_password_and_joins_a_project(at_chief, project):
    page = address(User, "add")
    table = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0"}
    row = {"memberships-0-project": project.pk, "memberships-0-role": "annotator"}

    answer = at_chief.post(page, {"email": "ada@example.org", "name": "Ada"} | table | row, follow=True)

    ada = User.objects.get(email="ada@example.org")
    assert (ada.name, ada.has_usable_password(), ada.is_staff) == ("Ada", False, False)
    assert list(ada.memberships.values_list("project__slug", "role")) == [("ferry", "annotator")]
    assert "Ada has no password: give them a link (manage.py sign_in_link ada@example.org)." in told(answer)


def test_second_person_with_an_address_is_an_error_at_its_field(annotator, at_chief):
    table = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}

    answer = at_chief.post(address(User, "add"), {"email": "ANNOTATOR@example.org"} | table)

    assert answer.context["adminform"].form.errors == {"email": ["Somebody with this e-mail address exists already."]}


def test_chief_renames_but_gives_no_rights(annotator, at_chief):
    page = address(User, "change", annotator.pk)
    night_desk = Group.objects.create(name="Night desk")
    before = (
        User.objects.filter(pk=annotator.pk).values("email", "password", "is_staff", "is_superuser", "is_active").get()
    )

    more = EVERY_RIGHT | {"email": "other@example.org", "groups": night_desk.pk}
    answer = at_chief.post(page, fields_of(at_chief.get(page)) | {"name": "Ada"} | more)

    annotator.refresh_from_db()
    assert (answer.status_code, annotator.name) == (302, "Ada")
    assert User.objects.filter(pk=annotator.pk).values(*before).get() == before
    assert list(annotator.groups.all()) == list(annotator.user_permissions.all()) == []


def test_chief_changes_no_rights_of_their_own_and_no_administrator(chief, administrator, at_chief):
    own = at_chief.post(address(User, "change", chief.pk), EVERY_RIGHT | {"name": "Boss", "email": chief.email})
    other = at_chief.post(address(User, "change", administrator.pk), EVERY_RIGHT | {"name": "Nobody"})

    chief.refresh_from_db()
    administrator.refresh_from_db()
    assert (own.status_code, chief.name, chief.is_superuser) == (403, "Chief", False)
    assert (other.status_code, administrator.name) == (404, "Administrator")


def test_chief_joins_nobody_to_another_project(annotator, elsewhere, at_chief):
    table = {"memberships-TOTAL_FORMS": "2", "memberships-INITIAL_FORMS": "1"}
    page = address(User, "change", annotator.pk)
    row = {"memberships-1-project": elsewhere.task.project_id, "memberships-1-role": "manager"}

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | table | row)

    assert answer.status_code == 200
    assert list(annotator.memberships.values_list("project__slug", "role")) == [("ferry", "annotator")]


def test_last_manager_of_a_project_stays_one(project, manager, at_administrator):
    membership = manager.memberships.get()
    with as_owner():
        project.memberships.filter(role=Membership.Role.MANAGER).exclude(pk=membership.pk).delete()

    answer = at_administrator.post(address(Membership, "change", membership.pk), {"role": "reviewer"}, follow=True)

    assert "Manager is the last manager here: make somebody else one first." in told(answer)
    assert Membership.objects.get(pk=membership.pk).role == "manager"


def test_membership_that_stands_changes_only_its_role(annotator, colleague, elsewhere, at_administrator):
    membership = annotator.memberships.get()
    page = address(Membership, "change", membership.pk)

    at_administrator.post(
        page, {"person": colleague.pk, "project": elsewhere.task.project_id, "role": Membership.Role.REVIEWER}
    )

    assert list(Membership.objects.filter(pk=membership.pk).values_list("person", "project__slug", "role")) == [
        (annotator.pk, "ferry", "reviewer")
    ]


def test_administrator_gives_rights(annotator, at_administrator):
    page = address(User, "change", annotator.pk)
    night_desk = Group.objects.create(name="Night desk")

    at_administrator.post(page, fields_of(at_administrator.get(page)) | {"is_staff": "on", "groups": [night_desk.pk]})

    annotator.refresh_from_db()
    assert (annotator.is_staff, annotator.is_superuser, annotator.is_active) == (True, False, True)
    assert list(annotator.groups.all()) == [night_desk]


def test_last_administrator_stays_one(administrator, at_administrator):
    page = address(User, "change", administrator.pk)
    fields = fields_of(at_administrator.get(page))
    del fields["is_superuser"]

    answer = at_administrator.post(page, fields, follow=True)

    administrator.refresh_from_db()
    assert administrator.is_superuser
    assert told(answer) == ["Administrator is the last administrator: make somebody else one first."]


def test_group_is_named(at_administrator):
    at_administrator.post(address(Group, "add"), {"name": "Night desk"})
    group = Group.objects.get()
    at_administrator.post(address(Group, "change", group.pk), {"name": "Day desk", "permissions": "1"})

    group.refresh_from_db()
    assert (group.name, list(group.permissions.all())) == ("Day desk", [])


def test_chief_makes_no_group(at_chief):
    answer = at_chief.post(address(Group, "add"), {"name": "Night desk"})

    assert (answer.status_code, Group.objects.count()) == (403, 0)
