"""Sessions that begin as a link printed on this machine begins them: with two factors."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from newsreview.accounts.factors import BY_LINK
from newsreview.accounts.models import User


def signed_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, BY_LINK)
    request.session.save()
    return client
