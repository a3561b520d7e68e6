from collections.abc import Callable

import pytest

from newsreview.accounts.models import User
from newsreview.exports import building
from newsreview.projects.models import Project, Task
from tests.api.desk import Desk
from tests.api.programs import Program
from tests.exports.released import this_transaction


@pytest.fixture
def program() -> Callable[..., Program]:
    return Program


@pytest.fixture
def desk(
    stranger: User,
    annotator: User,
    colleague: User,
    reviewer: User,
    manager: User,
    ml_client: User,
    project: Project,
    make_task: Callable[..., Task],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    monkeypatch.setattr(building, "one_moment", this_transaction)
    people = {"stranger": stranger, "annotator": annotator, "colleague": colleague, "reviewer": reviewer}
    people |= {"manager": manager, "ml_client": ml_client}
    people |= {"administrator": User.objects.create_superuser("administrator@example.org")}
    return Desk(people, project, make_task)
