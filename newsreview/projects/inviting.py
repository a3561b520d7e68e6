"""Inviting people by a link that works once, for a week: into the installation, or into a project's team at once.

BadInvitation
├── InvitationUnknown
├── InvitationExpired
├── InvitationUsed
└── InvitationRevoked

The message is shown as it stands. Whether somebody may invite is asked by the page.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.accounts import people
from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import User
from newsreview.projects.models import Invitation, Membership, Project
from newsreview.projects.setting_up import set_role

LIFETIME = timedelta(days=7)


class BadInvitation(Exception):
    message = gettext_lazy("This invitation cannot be used.")

    def __str__(self) -> str:
        return str(self.message)


class InvitationUnknown(BadInvitation):
    message = gettext_lazy("This is no invitation to this newsreview. Check that you copied all of the link.")


class InvitationExpired(BadInvitation):
    message = gettext_lazy("This invitation has expired. Ask whoever sent it for another one.")


class InvitationUsed(BadInvitation):
    message = gettext_lazy("This invitation was used already. Sign in with the password that was chosen then.")


class InvitationRevoked(BadInvitation):
    message = gettext_lazy(
        "This invitation was taken back, or a newer one came in its place. Use the link that was sent last, or ask for "
        "a new one."
    )


@transaction.atomic
def invite(*, email: str, by: User, project: Project | None = None, role: str = "") -> tuple[Invitation, str]:
    """The row, and what its link holds: nobody can read it again. A former invitation to the same is taken back.

    Raises ValidationError when there is somebody with this address, or no such role.
    """
    if people.is_known(email):
        raise ValidationError(_("Somebody with this e-mail address exists already."))
    for former in Invitation.objects.open().filter(email__iexact=email, project=project):
        revoke(invitation=former)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(email=User.objects.normalize_email(email), by=by, project=project, role=role)
    invitation.digest, invitation.expires_at = digest_of(secret), timezone.now() + LIFETIME
    invitation.full_clean()
    invitation.save(force_insert=True)
    into = [project.slug, role] if project else []
    note(What.INVITED, email=email, into=into)
    return invitation, secret


@transaction.atomic
def revoke(*, invitation: Invitation) -> None:
    """From now on it opens nothing. What was accepted stays."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        note(What.INVITATION_REVOKED, email=invitation.email)


def look_at(secret: str) -> Invitation:
    """Nothing is used up. Raises BadInvitation."""
    return checked(Invitation.objects.select_related("project", "by").filter(digest=digest_of(secret)).first())


@transaction.atomic
def accept(*, secret: str, name: str, password: str) -> User:
    """The person, with their role. Of many at once, one succeeds. Raises BadInvitation, or ValidationError."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("project", "by")
    invitation = checked(rows.filter(digest=digest_of(secret)).first())
    validate_password(password, User(email=invitation.email, name=name))
    person = User.objects.create_user(invitation.email, password, name=name)
    if invitation.project:
        set_role(project=invitation.project, person=person, role=invitation.role)
    invitation.person, invitation.accepted_at = person, timezone.now()
    invitation.save(update_fields=["person", "accepted_at"])
    note(What.ADDED, person, invited_by=invitation.by.email)
    note(What.INVITATION_ACCEPTED, person)
    return person


def checked(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationUnknown
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.revoked_at or not may_invite_still(invitation):
        raise InvitationRevoked
    if invitation.expires_at <= timezone.now():
        raise InvitationExpired
    return invitation


def may_invite_still(invitation: Invitation) -> bool:
    """Whoever lost the right to invite, or the account, brings nobody in by a link of before."""
    by, managers = invitation.by, Membership.objects.filter(role=Membership.Role.MANAGER)
    if not by.is_active or by.is_superuser:
        return by.is_active
    return managers.filter(project=invitation.project_id, person=by).exists()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()
