"""Inviting people, by mail or by a link to copy; and the page on which they accept."""

import logging
from smtplib import SMTPException
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, password_validation
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from newsreview import access
from newsreview.projects import inviting
from newsreview.projects.models import Invitation
from newsreview.web import errors
from newsreview.web.requests import person_of

log = logging.getLogger(__name__)


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), strip=False, max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Into the installation, without a project: for administrators."""
    person = person_of(request)
    if not access.may_invite(person):
        raise Http404
    form, told = AddressForm(request.POST if request.method == "POST" else None), {}
    if form.is_valid():
        try:
            invitation, secret = inviting.invite(email=form.cleaned_data["email"], by=person)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            form, told = AddressForm(), sent(request, invitation, secret)
    context = {"form": form, "invitations": access.revocable_invitations(person).with_names(), **told}
    return render(request, "invitations/list.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def invitation_revocation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    invitation = get_object_or_404(access.revocable_invitations(person_of(request)), pk=invitation_id)
    inviting.revoke(invitation=invitation)
    messages.success(request, _("The invitation to %(email)s opens nothing any more.") % {"email": invitation.email})
    return redirect("project-team", invitation.project.slug) if invitation.project else redirect("invitations")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET uses nothing up: mail programs follow links ahead of their person."""
    try:
        asked = inviting.look_at(secret)
        form = AcceptForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            person = inviting.accept(secret=secret, **form.cleaned_data)
            login(request, person)
            return redirect("queue")
    except inviting.BadInvitation as error:
        return errors.page(request, 410, _("This link does not work."), str(error))
    except ValidationError as error:
        form.add_error("password", error.messages)
    context = {"form": form, "invitation": asked}
    return render(request, "invitations/page.html", context, status=422 if form.errors else 200)


def sent(request: HttpRequest, invitation: Invitation, secret: str) -> dict[str, object]:
    """What the page says of it: that it is in the mail, or the link to copy."""
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    told: dict[str, object] = {"invited": invitation, "link": link}
    if not settings.MAILS:
        return told
    words = _(
        "%(by)s invites you to annotate articles in newsreview.\n\n%(link)s\n\n"
        "The link works once, for a week. If you do not know what this is about, throw it away."
    )
    try:
        told_by_mail = words % {"by": invitation.by, "link": link}
        send_mail(_("An invitation to newsreview"), told_by_mail, None, [invitation.email])
    except (OSError, SMTPException):
        log.exception("an invitation could not be mailed")
        return told
    messages.success(request, _("An invitation is in the mail to %(email)s.") % {"email": invitation.email})
    return {}
