"""Programs that ask in the name of the cast."""

from datetime import timedelta
from typing import Any

from django.test import Client

from newsreview.accounts.models import Token, User
from newsreview.accounts.tokens import make_token

HERE = "/api/v1/"
JSON_LINES = "application/x-ndjson"


class Program:
    """Asks with a token of this person."""

    def __init__(self, person: User, *scopes: str) -> None:
        of_it = scopes or Token.Scope.values
        self.token, self.secret = make_token(person=person, name="Program", scopes=of_it, lifetime=timedelta(days=1))
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(HERE + path, query)

    def post(self, path: str, body: Any = None, content_type: str = "application/json") -> Any:
        return self.client.post(HERE + path, body, content_type=content_type)

    def read(self, path: str, **query: Any) -> Any:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()
