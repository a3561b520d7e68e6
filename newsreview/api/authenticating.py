"""Who asks, and whether their token is for that. Without one nothing opens; a browser's session opens nothing here."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from newsreview.accounts.models import Token, User
from newsreview.accounts.tokens import token_in_use
from newsreview.api.problems import Problem


class TokenAuthentication(BaseAuthentication):
    """The header “Authorization: Bearer nr_…”, and nothing else."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        token = token_in_use(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed
        return token.person, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 -- the library passes it
        return 'Bearer realm="newsreview"'


class InScope(BasePermission):
    """A view names the scope for each of its methods; a method without one is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else request.method
        if not isinstance(request.auth, Token) or method not in view.allowed_methods:
            return isinstance(request.auth, Token)  # such a method is answered with 405
        scope = view.scopes[method]
        if scope not in request.auth.scopes:
            raise Problem(403, f"This token is not for that: it lacks the scope “{scope}”.", kind="out-of-scope")
        return True


class PerToken(SimpleRateThrottle):
    """How much one token may ask, of each process of the server."""

    rate = "1200/min"
    scope = "token"

    def get_cache_key(self, request: Request, view: Any) -> str | None:  # noqa: ARG002 -- the library passes it
        return f"api-{request.auth.pk}" if isinstance(request.auth, Token) else None


def person_of(request: Request) -> User:
    """Whom the token acts for; no view runs without one."""
    if not isinstance(request.user, User):
        raise PermissionError("this view is for people who sent a token")
    return request.user
