"""Outlets and stories are names that articles share. Each raises ValidationError when the name stands already."""

from django.db import transaction

from newsreview.corpus.models import Outlet, Story


@transaction.atomic
def add_outlet(*, name: str) -> Outlet:
    outlet = Outlet(name=name)
    outlet.full_clean()
    outlet.save()
    return outlet


@transaction.atomic
def rename_outlet(*, outlet: Outlet, name: str) -> Outlet:
    outlet.name = name
    outlet.full_clean()
    outlet.save(update_fields=["name"])
    return outlet


@transaction.atomic
def open_story(*, name: str) -> Story:
    story = Story(name=name)
    story.full_clean()
    story.save()
    return story


@transaction.atomic
def rename_story(*, story: Story, name: str) -> Story:
    story.name = name
    story.full_clean()
    story.save(update_fields=["name"])
    return story
