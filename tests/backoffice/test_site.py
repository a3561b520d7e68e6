import re
from collections.abc import Callable

import pytest
from django.contrib.admin import ModelAdmin
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.backoffice.screens import SCREENS, address

INLINE = re.compile(r'\sstyle="|<style|\son\w+="|<script(?![^>]*\b(?:src=|type="application/json"))')


@pytest.fixture
def everything(marked: Callable[..., AnnotationSet], annotator: User, chief: User) -> AnnotationSet:
    return marked(annotator, chief)


def pages(screen: ModelAdmin, client: Client) -> list[str]:
    first = screen.model._default_manager.first()
    addresses = [address(screen.model, "changelist"), address(screen.model, "add")]
    if first is not None:
        addresses += [address(screen.model, page, first.pk) for page in ("change", "history", "delete")]
    return addresses


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.opts.label)
def test_pages_have_nothing_inline(screen, everything, at_administrator):
    for page in pages(screen, at_administrator):
        response = at_administrator.get(page)
        assert (page, INLINE.findall(response.content.decode())) == (page, [])
        assert response.status_code in {200, 403}
