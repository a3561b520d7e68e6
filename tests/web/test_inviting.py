"""People are invited by a link that works once; nobody comes in otherwise. (S12)"""

import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsreview.accounts import people
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.projects import inviting, setting_up
from newsreview.projects.models import Invitation

PASSWORD = "a kettle of northern fish"
ADA = {"name": "Ada Brandt", "password": PASSWORD}
LINK = re.compile(r"http://testserver(/invitations/[\w-]{43}/)")


@pytest.fixture
def invited(manager, project) -> str:
    """The page of an invitation into the project."""
    _, secret = inviting.invite(email="ada@example.org", by=manager, project=project, role="annotator")
    return reverse("invitation", args=[secret])


def team_of(project) -> str:
    return reverse("project-team", args=[project.slug])


def test_an_address_without_an_account_is_invited_into_the_team_and_the_link_is_shown_once(sign_in, manager, project):
    client = sign_in(manager)
    page = client.post(team_of(project), {"email": "Ada@Example.org", "role": "reviewer"})
    [link] = LINK.findall(page.text)

    assert LINK.findall(client.get(team_of(project)).text) == []
    assert client.get(team_of(project)).text.count('<tr class="invitation">') == 1
    newcomer = Client()
    assert "In Ferry you are reviewer." in newcomer.get(link).text
    newcomer.post(link, ADA)

    ada = User.objects.get(email="Ada@example.org")
    assert (ada.name, ada.check_password(PASSWORD), ada.is_staff) == ("Ada Brandt", True, False)
    assert list(ada.memberships.values_list("project__slug", "role")) == [("ferry", "reviewer")]
    assert newcomer.session["_auth_user_id"] == str(ada.pk)
    what = SecurityEvent.objects.about(ada).order_by("id").values_list("what", flat=True)
    assert list(what) == ["added", "invitation accepted", "signed in"]


def test_with_a_mail_server_the_link_goes_by_mail_and_is_not_shown(sign_in, manager, project, settings, mailoutbox):
    settings.MAILS = True
    page = sign_in(manager).post(team_of(project), {"email": "ada@example.org", "role": "reviewer"})

    [mail] = mailoutbox
    assert (mail.to, LINK.findall(page.text)) == (["ada@example.org"], [])
    [link] = LINK.findall(mail.body)
    assert Client().get(link).status_code == 200


def test_a_mail_server_that_does_not_answer_leaves_the_link_to_copy(sign_in, manager, project, settings):
    settings.MAILS, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", 9
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    page = sign_in(manager).post(team_of(project), {"email": "ada@example.org", "role": "reviewer"})

    assert len(LINK.findall(page.text)) == 1


def test_what_the_database_keeps_opens_nothing(invited):
    secret = invited.split("/")[2]

    assert [row for row in Invitation.objects.values_list() if secret in str(row)] == []
    assert Client().get(reverse("invitation", args=[Invitation.objects.get().digest])).status_code == 410


def test_looking_at_an_invitation_uses_nothing_up(invited):
    assert [Client().get(invited).status_code for _ in range(3)] == [200] * 3
    assert not User.objects.filter(email="ada@example.org").exists()


def used(_invitation: Invitation) -> None:
    Invitation.objects.update(accepted_at=timezone.now(), person=people.invite(email="other@example.org"))


def revoked(invitation: Invitation) -> None:
    inviting.revoke(invitation=invitation)


def expired(_invitation: Invitation) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def inviter_gone(invitation: Invitation) -> None:
    User.objects.filter(pk=invitation.by_id).update(is_active=False)


def inviter_no_manager(invitation: Invitation) -> None:
    assert invitation.project
    setting_up.set_role(project=invitation.project, person=invitation.by, role="reviewer")


def another_since(invitation: Invitation) -> None:
    inviting.invite(email="ADA@example.org", by=invitation.by, project=invitation.project, role="reviewer")


@pytest.mark.parametrize("happened", [used, revoked, expired, inviter_gone, inviter_no_manager, another_since])
def test_an_invitation_that_does_not_stand_opens_nothing(invited, happened):
    happened(Invitation.objects.get())
    before = User.objects.count()

    assert [Client().get(invited).status_code, Client().post(invited, ADA).status_code] == [410, 410]
    assert User.objects.count() == before


def test_an_administrator_who_lost_the_right_brings_nobody_in(person):
    administrator = person("administrator", is_superuser=True)
    _, secret = inviting.invite(email="ada@example.org", by=administrator)
    assert Client().get(reverse("invitation", args=[secret])).status_code == 200
    User.objects.update(is_superuser=False)

    assert Client().post(reverse("invitation", args=[secret]), ADA).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("password", "words"),
    [("short", "at least 15 characters"), ("ada@example.org ada", "too similar"), ("newsreview newsreview", "words")],
)
def test_a_weak_password_is_refused_by_page_and_verb(invited, password, words):
    answer = Client().post(invited, ADA | {"password": password})
    assert (answer.status_code, words in answer.text) == (422, True)

    with pytest.raises(ValidationError):
        inviting.accept(secret=invited.split("/")[2], name="Ada", password=password)
    assert Client().post(invited, ADA).status_code == 302


def test_somebody_who_exists_is_added_to_the_team_and_not_invited(sign_in, manager, project, stranger):
    sign_in(manager).post(team_of(project), {"email": stranger.email, "role": "reviewer"})

    assert (stranger.memberships.get().role, Invitation.objects.count()) == ("reviewer", 0)


def test_nobody_invites_into_a_project_that_is_not_theirs_nor_takes_back_there(sign_in, person, project, invited):
    rival, canal = person("rival"), setting_up.create_project(slug="canal", name="Canal")
    setting_up.set_role(project=canal, person=rival, role="manager")
    client, row = sign_in(rival), Invitation.objects.get()

    assert client.post(team_of(project), {"email": "eve@example.org", "role": "manager"}).status_code == 404
    assert client.post(reverse("invitation-revocation", args=[row.pk])).status_code == 404
    assert client.post(reverse("invitations"), {"email": "eve@example.org"}).status_code == 404
    assert list(Invitation.objects.open()) == [row]


def test_a_manager_takes_an_invitation_back(sign_in, manager, invited):
    row = Invitation.objects.get()
    page = sign_in(manager).post(reverse("invitation-revocation", args=[row.pk]), follow=True)

    assert "The invitation to ada@example.org opens nothing any more." in page.text
    assert Client().get(invited).status_code == 410


def test_an_administrator_invites_without_a_project(sign_in, person):
    administrator = person("administrator", is_superuser=True)
    page = sign_in(administrator).post(reverse("invitations"), {"email": "ada@example.org"})
    [link] = LINK.findall(page.text)
    Client().post(link, ADA)

    assert User.objects.get(email="ada@example.org").memberships.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_who_accept_at_once_one_succeeds(invited):
    answers = []

    def accept(n: int) -> None:
        answers.append(Client().post(invited, ADA | {"name": f"Ada {n}"}).status_code)
        close_old_connections()
        connection.close()

    crowd = [threading.Thread(target=accept, args=[n]) for n in range(5)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert sorted(answers) == [302, *[410] * 4]
    assert User.objects.filter(email="ada@example.org").count() == 1
