"""The guideline as people read it: whole, or what it says of one label."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.projects.models import Project


@pytest.mark.parametrize(
    ("label", "sections"), [("", "123456"), ("claim", "3"), ("attributed_to", "5"), ("nobody", "123456")]
)
def test_the_guideline_of_a_label(
    sign_in: Callable[[User], Client], annotator: User, project: Project, label: str, sections: str
) -> None:
    page = sign_in(annotator).get(reverse("project-guideline", args=[project.slug]), {"label": label} if label else {})

    assert sorted(set(re.findall(r'id="rule-(\d)\.', page.text))) == list(sections)


def text_of(client: Client) -> str:
    return str(client.get(TEXT).context["form"]["text"].value())


TEXT = "/projects/ferry/guideline/text/"


def test_a_rule_that_is_added_is_read_at_once(
    sign_in: Callable[[User], Client], manager: User, annotator: User, project: Project
) -> None:
    client = sign_in(manager)
    answer = client.post(TEXT, {"text": text_of(client) + "\n**6.4** <b>Ask</b> the desk.\n- Right: `<i>so</i>`\n"})

    read = sign_in(annotator).get(reverse("project-guideline", args=[project.slug])).text
    assert answer.status_code == 302
    assert 'id="rule-6.4"' in read
    assert "&lt;b&gt;Ask&lt;/b&gt; the desk." in read
    assert "&lt;i&gt;so&lt;/i&gt;" in read


def test_a_rule_is_reworded_in_the_next_version(
    sign_in: Callable[[User], Client], manager: User, project: Project
) -> None:
    client = sign_in(manager)
    reworded = text_of(client).replace("**6.4**", "").replace("Imagine the article", "Think of the article")
    refused = client.post(TEXT, {"text": reworded})

    assert refused.status_code == 422
    assert "This would change rule 1.1: make it in the next version." in refused.text
    assert client.post(TEXT, {"text": reworded, "next": "1"}).status_code == 302
    versions = project.label_set_version.label_set.versions.order_by("number")
    begun = [version.guideline["sections"][0]["rules"][0]["text"].split()[0] for version in versions]
    assert begun == ["Imagine", "Think"]


def test_bad_lines_are_named(sign_in: Callable[[User], Client], manager: User, project: Project) -> None:
    answer = sign_in(manager).post(TEXT, {"text": "## 1 Claims [mood]\n\nloose"})

    assert answer.context["form"].errors["text"] == [
        "Line 1: there is no label “mood”.",
        "Line 3: this belongs to no rule: a rule begins with its number, as in “**3.1** …”.",
    ]


def test_nobody_overwrites_a_guideline_unseen(
    sign_in: Callable[[User], Client], manager: User, project: Project
) -> None:
    client = sign_in(manager)
    text, known = text_of(client), client.get(TEXT).context["seen"]
    client.post(TEXT, {"text": f"{text}\n**6.4** Theirs.", "known": known})
    overtaken = client.post(TEXT, {"text": f"{text}\n**6.4** Mine.", "known": known})

    assert "Somebody else has changed this since." in overtaken.context["form"].errors["text"][0]
    assert "**6.4** Mine." in overtaken.text
