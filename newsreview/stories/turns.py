"""Proposals change one after the other: by the job that finds them, and by the people who answer them."""

from django.db import connection

TAKE_TURN = "SELECT pg_advisory_xact_lock(7216004)"


def take_turn() -> None:
    """Until the end of the transaction. Whoever answers waits for a second at most, which is how long the job takes."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
