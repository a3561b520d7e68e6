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
