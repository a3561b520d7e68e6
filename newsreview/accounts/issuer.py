"""The conversation with the issuer of OpenID Connect that the environment names; with no other host, ever.

The library leads people there and back, with PKCE. It believes what the token endpoint sends; here signature, issuer,
audience, time and nonce are looked at as well. Claims are read once and kept nowhere.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from newsreview.accounts.single_sign_on import Identity, IssuerSilent, NotProved

TIMEOUT = (3, 5)  # seconds, to connect and for each read
KEPT = 300  # seconds, for which the issuer's description is believed without asking again
CLOCKS_APART = 60  # seconds
LONGEST_SUBJECT = 191  # characters, of the library's column
# With keys of the issuer's own; never “none”, nor a secret that both sides know.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
NOT_AN_ANSWER = (AttributeError, KeyError, TypeError, ValueError)


class Asking(requests.Session):
    """Asks the issuer and the hosts that the environment names beside it, and follows nobody elsewhere."""

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **given: Any) -> requests.Response:
        if not is_of_the_issuer(str(url)):
            raise NotProved(why="sent to another host")
        given |= {"allow_redirects": False, "timeout": TIMEOUT}
        return super().request(method, url, *args, **given)


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def get_requests_session(self) -> requests.Session:
        return Asking()


def is_of_the_issuer(address: str) -> bool:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" in settings.SINGLE_SIGN_ON["origins"]


@contextmanager
def listening() -> Iterator[None]:
    """Whatever the other side says or leaves out ends in NotLetIn."""
    try:
        yield
    except requests.RequestException as error:
        raise IssuerSilent(why=f"no answer: {type(error).__name__}") from error
    except (OAuth2Error, jwt.PyJWTError, *NOT_AN_ANSWER) as error:
        raise NotProved(why=f"not an answer: {type(error).__name__}") from error


class Conversation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def get_provider(self) -> "Issuer":
        return Issuer(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 -- the library passes it
        return request.build_absolute_uri(reverse("single-sign-on-return"))

    @property
    def openid_config(self) -> dict[str, Any]:
        described: dict[str, Any] | None = cache.get(key := f"openid:{settings.SINGLE_SIGN_ON['issuer']}")
        if described is None:
            cache.set(key, described := description(), KEPT)
        return described

    @property
    def authorize_url(self) -> str:
        address: str = self.openid_config["authorization_endpoint"]
        if not is_of_the_issuer(address):
            raise NotProved(why="sent to another host")
        return address

    def identity(self, state: dict[str, Any]) -> Identity:
        """Of whom the code in the request is about. Raises NotLetIn."""
        app = self.get_provider().app
        client = self.get_client(self.request, app)
        verifier = state["pkce_code_verifier"]
        answer = self.get_access_token_data(self.request, app, client, pkce_code_verifier=verifier)
        claims = self.verified(answer["id_token"], nonce=state["data"]["nonce"])
        subject, told = claims["sub"], claims
        if not 0 < len(subject) <= LONGEST_SUBJECT:
            raise NotProved(why="no subject")
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            told = ask(self.profile_url, headers={"Authorization": f"Bearer {answer['access_token']}"})
            if told["sub"] != subject:
                raise NotProved(why="another subject")
        address, verified = told.get("email"), told.get("email_verified") is True  # some say “true”, which is no yes
        if not verified or not isinstance(address, str):
            return Identity(app.provider_id, subject)
        return Identity(app.provider_id, subject, address)

    def verified(self, token: str, *, nonce: str) -> dict[str, Any]:
        """The claims of an ID token, by OpenID Connect Core 3.1.3.7. Raises PyJWTError, or NotProved."""
        client = settings.SINGLE_SIGN_ON["client"]
        named = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(ask(self.openid_config["jwks_uri"])).keys
        [key] = [key for key in keys if key.public_key_use in {None, "sig"} and (named is None or key.key_id == named)]
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=client,
            issuer=settings.SINGLE_SIGN_ON["issuer"],
            leeway=CLOCKS_APART,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
        if claims.get("azp", claims["aud"]) not in (client, [client]):
            raise NotProved(why="another audience")
        if not constant_time_compare(claims.get("nonce", ""), nonce):
            raise NotProved(why="another nonce")
        return claims


def description() -> dict[str, Any]:
    """What the issuer says of itself. Raises NotLetIn, and within `listening` only that."""
    issuer = settings.SINGLE_SIGN_ON["issuer"]
    told = ask(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if told["issuer"] != issuer:
        raise NotProved(why="another issuer")
    return told


def ask(address: str, **given: Any) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, **given)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


class Issuer(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Conversation

    def __init__(self, request: HttpRequest) -> None:
        told = settings.SINGLE_SIGN_ON
        app = SocialApp(provider=self.id, provider_id=told["issuer"], client_id=told["client"], secret=told["secret"])
        app.settings = {"oauth_pkce_enabled": True, "scope": ["openid", "email"]}
        super().__init__(request, app=app)

    def lead_there(self, *, process: str, next_url: str | None = None, person: str = "") -> HttpResponse:
        """A redirect to the issuer; what is to be known at the way back stands in the session. Raises NotLetIn."""
        nonce = secrets.token_urlsafe(32)
        data = {"nonce": nonce, "person": person}
        with listening():
            there: HttpResponse = self.redirect(
                self.request, process, next_url=next_url, data=data, auth_params={"nonce": nonce}
            )
        return there

    def come_back(self) -> tuple[dict[str, Any], Identity]:
        """What stood in the session, and who it is; it is used up. Raises NotLetIn."""
        state_id = self.request.GET.get("state", "")
        state = statekit.unstash_state(self.request, provider_id=self.sub_id, state_id=state_id)
        if state is None:
            raise NotProved(why="not begun here")
        if "code" not in self.request.GET:
            raise NotProved(why="given up there")
        with listening():
            return state, self.get_oauth2_adapter(self.request).identity(state)
