"""The fixed cast and a small article as plain functions: conftest.py has them as fixtures, for one test each."""

from typing import Any

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Outlet
from newsreview.offsets import has_astral
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task


def person(name: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name}@example.org", name=name.capitalize(), **fields)


def member(project: Project, name: str, role: str) -> User:
    someone = person(name)
    setting_up.set_role(project=project, person=someone, role=role)
    return someone


def task_on(project: Project, text: str, *, outlet: str = "Harbour Post", **fields: Any) -> Task:
    """A task on an article with this text."""
    published_by, _ = Outlet.objects.get_or_create(name=outlet)
    article = Article.objects.create(text=text, outlet=published_by, astral=has_astral(text), **fields)
    setting_up.add_tasks(project=project, articles=[article])
    return Task.objects.get(project=project, article=article)
