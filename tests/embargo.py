"""A project under embargo, which shares with others what projects can share: texts, outlets, a story, a model."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, predicting, submitting, taking
from newsreview.background import to_the_end
from newsreview.corpus import finding_copies, indexing
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.intake.importing import import_files
from newsreview.intake.records import Details
from newsreview.offsets import has_astral
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task
from newsreview.review import commenting
from newsreview.stories import finding, moving

OUTSIDE = ("stranger", "annotator", "colleague", "reviewer", "manager", "ml_client")
SECRET = "Zanzibar"


def settle() -> None:
    """What jobs find out about articles."""
    for take_turn in (finding_copies.take_turn, indexing.take_turn, finding.take_turn):
        to_the_end(take_turn)


def same_text_elsewhere(text: str, **fields: Any) -> Article:
    outlet = Outlet.objects.create(name=f"{SECRET} Wire {Outlet.objects.count()}")
    return Article.objects.create(text=text, outlet=outlet, astral=has_astral(text), title=SECRET, **fields)


def under_embargo(known: list[Task], person: Callable[..., User]) -> Project:
    """With articles that others have too, their texts from another outlet, and one more; all that is done with them."""
    chief, clerk = person("chief"), person("clerk")
    project = setting_up.create_project(slug="embargo", name=f"{SECRET} merger", by=chief)
    setting_up.set_role(project=project, person=clerk, role=Membership.Role.ANNOTATOR)
    copied = [task.article for task in known]
    others = [same_text_elsewhere(article.text, story=article.story, url=article.url) for article in copied]
    secret = same_text_elsewhere(f"{copied[0].text}\n\nThe {SECRET} merger is on.\n")
    setting_up.add_tasks(project=project, articles=[*copied, *others, secret])
    moving.tell(
        articles=Article.objects.filter(pk=secret.pk), story=Story.objects.create(name=f"{SECRET} merger"), by=chief
    )
    for task in Task.objects.filter(project=project):
        mine = taking.deal_out(task=task, person=clerk, by=chief)
        editing.add_span(
            annotation_set=mine,
            by=clerk,
            span=uuid7(),
            label="claim",
            start=0,
            end=1,
            quote=task.article.text[0],
            note=SECRET,
        )
        submitting.submit(annotation_set=mine, by=clerk, base=1)
        commenting.begin(annotation_set=mine, by=chief, thread=uuid7(), text=f"{SECRET}? @Annotator @Manager")
    version = predicting.known_version(project=project, model="spancat", version="1", by=chief)
    predicting.predict(
        model_version=version, task=Task.objects.filter(project=project)[0], by=chief, spans=[], links=[]
    )
    files = [("embargo.jsonl", BytesIO(b'{"text": "Zanzibar again."}\nno record\n'))]
    import_files(files, project=project, by=chief, defaults=Details())
    building.build(releasing.request_release(project=project, by=chief, name="May", choices=Choices()).pk)
    settle()
    return project
