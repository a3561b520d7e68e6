from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview.accounts.models import Token, User
from newsreview.api.frame import Framed


class PersonSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = read_only_fields = ("id", "name")


class MeSerializer(serializers.ModelSerializer[Token]):
    """The person whom a token acts for, and what the token is for."""

    person = PersonSerializer(read_only=True)

    class Meta:
        model = Token
        fields = read_only_fields = ("person", "name", "scopes", "expires_at")


class Me(Framed):
    """Whom your token acts for, what it may, and until when."""

    serializer_class = MeSerializer

    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(request.auth).data)
