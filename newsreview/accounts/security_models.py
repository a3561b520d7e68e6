"""What happened with people's accounts, and where they are signed in."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from newsreview.accounts.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    pass


class Session(AbstractBaseSession):
    """Where somebody is signed in; also of a browser in which nobody is. Its key is a secret, its name is not."""

    named = models.UUIDField(db_index=True)  # while its key changes, two rows have it
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("person")
    )
    began_at = models.DateTimeField(_("began"))
    seen_at = models.DateTimeField(_("last used"))
    address = models.GenericIPAddressField(_("from"), null=True)
    device = models.CharField(_("device"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    def about(self, person: "User") -> "SecurityEventQuerySet":
        return self.filter(person=person.pk)

    def with_people(self) -> "SecurityEventQuerySet":
        return self.select_related("person", "by")


class SecurityEvent(models.Model):
    """One thing that happened with somebody's account. The table only grows."""

    class What(models.TextChoices):
        SIGNED_IN = "signed in", _("signed in")
        SIGN_IN_FAILED = "sign-in failed", _("a wrong password was given")
        SIGN_IN_HELD_UP = "sign-in held up", _("a sign-in was made to wait, after wrong passwords")
        SIGNED_OUT = "signed out", _("signed out")
        LINK_MADE = "link made", _("a sign-in link was made")
        PASSWORD_CHOSEN = "password chosen", _("a password was chosen")
        FACTOR_ADDED = "factor added", _("a second factor was set up")
        FACTOR_REMOVED = "factor removed", _("a second factor was taken off")
        FACTOR_USED = "factor used", _("a second factor was shown")
        FACTOR_FAILED = "factor failed", _("a wrong code was given")
        CODES_MADE = "codes made", _("recovery codes were made anew")
        SIGN_ON_CONNECTED = "sign-on connected", _("single sign-on was connected")
        SIGN_ON_REMOVED = "sign-on removed", _("single sign-on was disconnected")
        SIGN_ON_REFUSED = "sign-on refused", _("single sign-on was refused")
        SESSION_ENDED = "session ended", _("a session was ended from elsewhere")
        ADDED = "added", _("the account was made")
        DESCRIBED = "described", _("name or e-mail address changed")
        RIGHTS_GIVEN = "rights given", _("rights changed")
        DEACTIVATED = "deactivated", _("the account was deactivated")
        ACTIVATED = "activated", _("the account was activated")
        TOKEN_MADE = "token made", _("an API token was made")
        TOKEN_REVOKED = "token revoked", _("an API token was revoked")
        INVITED = "invited", _("an invitation was made")
        INVITATION_REVOKED = "invitation revoked", _("an invitation was revoked")
        INVITATION_ACCEPTED = "invitation accepted", _("an invitation was accepted")
        GROUP_NAMED = "group named", _("a group was named")

    at = models.DateTimeField(_("when"), db_default=Func(function="clock_timestamp"), editable=False)
    what = models.CharField(_("what"), max_length=20, choices=What.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="security_events",
        db_index=False,
        verbose_name=_("person"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("by")
    )
    address = models.GenericIPAddressField(_("from"), null=True)
    detail = models.JSONField(_("detail"), default=dict)
    # By what sign-ins are counted, also those to accounts that do not exist: what was typed may be a password.
    account = models.CharField(max_length=64, blank=True, editable=False)
    network = models.CharField(max_length=45, blank=True, editable=False)

    objects: ClassVar[models.Manager["SecurityEvent"]] = SecurityEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        indexes = [
            models.Index(fields=["person", "-id"], name="events_of_a_person"),
            models.Index(fields=["account", "network", "-at"], condition=~Q(account=""), name="sign_ins_by_account"),
            models.Index(fields=["network", "-at"], condition=~Q(account=""), name="sign_ins_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.person or '–'} · {self.get_what_display()}"

    @property
    def said(self) -> list[str]:
        """The words of the detail."""
        told = [word if isinstance(word, list) else [word] for word in self.detail.values()]
        return [word for words in told for word in words]
