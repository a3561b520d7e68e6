"""A small issuer of OpenID Connect on this machine: a real server, whose tokens a test can spoil."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "newsreview", "a secret of both sides, long enough for HMAC"
ADA: dict[str, Any] = {"sub": "248289761001", "email": "ada@example.org", "email_verified": True}


@cache
def keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    """The issuer's own, and somebody else's."""
    return rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)


class Issuer:
    """Whoever comes is `person`, without being asked. `spoil` changes the claims of the tokens, `sign` signs them."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.person = dict(ADA)
        self.spoil: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.moved: dict[str, str] = {}  # paths, and where else they lead
        self.algorithm, self.key, self.named = "RS256", keys()[0], "first"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def description(self) -> dict[str, Any]:
        at = {
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        return {"issuer": self.address, **at, **self.described}

    def consent(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert set(asked["scope"].split()) == {"openid", "email"}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        shown = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        client = f"Basic {base64.b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
        if not asked or asked["code_challenge"] != shown.decode() or authorization != client:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        claims |= self.person | self.spoil
        told = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(told, self.key, self.algorithm, headers={"kid": self.named})
        return 200, {"access_token": "an access token", "token_type": "Bearer", "id_token": token}

    def key_set(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(keys()[0].public_key()))
        return {"keys": [{**public, "kid": "first", "use": "sig", "alg": "RS256"}]}


class Handler(BaseHTTPRequestHandler):
    issuer: Issuer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.issuer.asked.append(parts.path)
        elsewhere = self.issuer.moved.get(parts.path)
        if parts.path == "/authorize":
            elsewhere = self.issuer.consent({name: values[0] for name, values in parse_qs(parts.query).items()})
        if elsewhere:
            self.send_response(302)
            self.send_header("Location", elsewhere)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        answers = {
            "/.well-known/openid-configuration": self.issuer.description,
            "/keys": self.issuer.key_set,
            "/userinfo": lambda: self.issuer.userinfo,
        }
        self.answer(200, answers[parts.path]())

    def do_POST(self) -> None:
        self.issuer.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.answer(*self.issuer.token(form, self.headers.get("Authorization", "")))

    def answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def running() -> Iterator[Issuer]:
    class OfThisIssuer(Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), OfThisIssuer)
    OfThisIssuer.issuer = issuer = Issuer(f"http://localhost:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def set_up(settings: Any, issuer: Issuer) -> None:
    """As the variables of the environment would."""
    told = {"issuer": issuer.address, "client": CLIENT, "secret": SECRET, "name": "Sign in with Example Times"}
    settings.SINGLE_SIGN_ON = told | {"origins": [issuer.address]}
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {**directives, "form-action": [*directives["form-action"], issuer.address]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowed}
