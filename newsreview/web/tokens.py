"""A person's tokens for programs that use the API."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from uuid_utils.compat import uuid7

from newsreview.accounts import factors
from newsreview.accounts.models import Token
from newsreview.accounts.tokens import make_token, revoke_token
from newsreview.web.requests import person_of, posted_id

LIFETIMES = [(30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("a year"))]


class TokenForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    scopes = forms.MultipleChoiceField(
        choices=Token.Scope.choices, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("It may")
    )
    days = forms.TypedChoiceField(coerce=int, choices=LIFETIMES, initial=90, label=gettext_lazy("It works for"))

    class Meta:
        model = Token
        fields = ("name",)
        widgets = {"name": forms.TextInput({"dir": "auto", "autocomplete": "off"})}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """POST makes one. What it reads stands on the page that answers, and never again."""
    if request.method == "POST":
        factors.prove_lately(request)
    form = TokenForm(request.POST if request.method == "POST" else None, initial={"scopes": [Token.Scope.READ]})
    if not form.is_valid():
        return page(request, form, status=422 if form.is_bound else 200)
    asked = {"name": form.cleaned_data["name"], "scopes": form.cleaned_data["scopes"]}
    lifetime = timedelta(days=form.cleaned_data["days"])
    try:
        made, secret = make_token(person=person_of(request), lifetime=lifetime, token_id=posted_id(request), **asked)
    except (ValidationError, IntegrityError):  # the page was loaded again
        told = _("This token was made already, and is shown only once. Make another one if it is lost.")
        messages.warning(request, told)
        return redirect("tokens")
    return page(request, TokenForm(initial=form.initial), made=made, secret=secret)


@require_POST
@login_required
def token_revocation(request: HttpRequest, token_id: UUID) -> HttpResponse:
    token = get_object_or_404(Token.objects.of(person_of(request)), pk=token_id)
    revoke_token(token=token)
    messages.success(request, _("“%(token)s” opens nothing any more.") % {"token": token})
    return redirect("tokens")


def page(request: HttpRequest, form: TokenForm, *, status: int = 200, **made: object) -> HttpResponse:
    rows = Token.objects.of(person_of(request)).order_by("-id")
    return render(request, "tokens/page.html", {"form": form, "tokens": rows, "new_id": uuid7(), **made}, status=status)
