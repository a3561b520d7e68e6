"""Lists ask the database the same few questions whether they show one row or three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsreview.accounts.models import User
from newsreview.annotation.models import Edit
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
from newsreview.projects.models import Membership
from tests.backoffice.screens import SCREENS, address

# Session, person, count of all, the rows; and one for each filter with rows of its own, prefetch, span of dates.
QUERIES = {
    "accounts.SecurityEvent": 6,
    "accounts.SignInLink": 6,
    "accounts.Token": 4,
    "accounts.User": 6,
    "admin.LogEntry": 6,
    "annotation.AnnotationSet": 8,
    "annotation.ArticleLabel": 6,
    "annotation.Decision": 5,
    "annotation.Edit": 5,
    "annotation.Link": 6,
    "annotation.ModelVersion": 5,
    "annotation.Prediction": 6,
    "annotation.Reopening": 7,
    "annotation.Span": 6,
    "annotation.Submission": 7,
    "annotation.TakingBack": 7,
    "auth.Group": 4,
    "corpus.Article": 10,
    "corpus.Outlet": 4,
    "corpus.RawFile": 6,
    "corpus.SavedFilter": 4,
    "corpus.Story": 4,
    "exports.Outcome": 5,
    "exports.Release": 5,
    "exports.Withdrawal": 5,
    "labels.Attribute": 4,
    "labels.Label": 5,
    "labels.LabelSet": 4,
    "labels.LabelSetVersion": 5,
    "labels.Move": 5,
    "notices.Digest": 4,
    "notices.Notice": 5,
    "projects.Invitation": 4,
    "projects.Membership": 5,
    "projects.Project": 5,
    "projects.Skip": 5,
    "projects.Slot": 5,
    "projects.Task": 10,
    "review.Acceptance": 7,
    "review.Approval": 5,
    "review.Comment": 7,
    "review.Mention": 5,
    "review.Resolution": 7,
    "review.Return": 7,
    "review.Thread": 5,
    "suggestions.Answer": 7,
    "stories.Answer": 4,
    "stories.Renaming": 4,
    "stories.StoryMove": 4,
}


def queries_of_lists(client: Client) -> dict[str, list[str]]:
    asked = {}
    for screen in SCREENS:
        client.get(address(screen.model, "changelist"))  # Django remembers its own tables from here on
        with CaptureQueriesContext(connection) as captured:
            client.get(address(screen.model, "changelist"))
        asked[screen.opts.label] = [query["sql"] for query in captured.captured_queries]
    return asked


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions(rows, marked, annotator, chief, person, at_administrator):
    for number in range(1, rows + 1):
        marked(annotator, chief, number=number)
        further = setting_up.create_project(slug=f"further-{number}", name=f"Further {number}")
        setting_up.set_role(project=further, person=person(f"further{number}"), role=Membership.Role.ANNOTATOR)

    asked = queries_of_lists(at_administrator)

    assert {label: len(queries) for label, queries in asked.items()} == QUERIES


def test_lists_never_read_a_text(everything, at_administrator):
    asked = queries_of_lists(at_administrator)

    assert {
        label for label, queries in asked.items() if any('"corpus_article"."text"' in sql for sql in queries)
    } == set()


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        (User, "password__startswith"),
        (User, "memberships__project__slug"),
        (Article, "text__contains"),
        (Edit, "by__password__startswith"),
        (Edit, "annotation_set__person__email__startswith"),
    ],
)
def test_an_address_cannot_ask_about_what_is_hidden(model, lookup, everything, at_administrator):
    answer = at_administrator.get(address(model, "changelist"), {lookup: "a"})

    assert answer.status_code == 400
