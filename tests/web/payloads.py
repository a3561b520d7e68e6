"""Words that would run, fetch or break out, were they taken for more than words; and every field that takes words."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tests.owner import as_owner

CANARY = "canary.invalid"
"""No page may ask this host for anything: not even a name server knows it."""
MARK = "pwned"
RUN = f"window.{MARK}=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<script src=//{CANARY}></script>",
    f"<img src=x onerror={RUN}>",
    f"<img src=//{CANARY}/i.png>",
    f"<svg/onload={RUN}>",
    f"</script><script>{RUN}</script>",
    f"</textarea></title></style><svg/onload={RUN}>",
    f"\"' autofocus onfocus={RUN} x='",
    f'"><a href=javascript:{RUN} class={MARK}>',
    f"javascript:{RUN}//{CANARY}",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<iframe src=//{CANARY}></iframe>",
    f"<p hx-get=//{CANARY} hx-trigger=load>",
    f"<p data-hx-get=//{CANARY} data-hx-trigger=load>",
    f"<style>@import '//{CANARY}/a.css';</style>",
    f"<b style=background:url(//{CANARY}/b)>",
    f"<link rel=stylesheet href=//{CANARY}>",
    f"<meta http-equiv=refresh content='0;//{CANARY}'>",
    f"<base href=//{CANARY}/>",
    f"<button formaction=//{CANARY} form=x>go",
    f"<form action=//{CANARY}><input name={MARK}>",
    f"<math><mtext><style><img title='</style><img src=//{CANARY}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"&lt;img src=//{CANARY}&gt; &#60;script&#62;{RUN}",
    "{{ 7|add:7 }} {% load i18n %} ${7*7} {{constructor}}",
    f'"}}]}};{RUN};//\u2028\u2029\\u003cscript>',
    f"[x](javascript:{RUN}) ![y](//{CANARY}/z.png)",
    f"\u202e\u2066<img src=//{CANARY}>\u2069\ufeff",
    f"--><!--><img src=//{CANARY}><![CDATA[",
    f'=HYPERLINK("//{CANARY}")',
)
ALL = " ".join(PAYLOADS)

# What keeps its words, and why. Any other field that takes words takes the payloads: also one that is new.
SHAPED = "its shape is checked where it is written"
MADE = "the app makes it; nobody types it"
LEFT_ALONE = {
    "accounts.User.email": "the cast signs in by it",
    "accounts.User.password": MADE,
    "accounts.Token.digest": MADE,
    "accounts.Token.scopes": MADE,
    "admin.LogEntry.object_id": MADE,
    "admin.LogEntry.change_message": "JSON, made by the back office",
    "annotation.Decision.rule": SHAPED,
    "annotation.Edit.request_digest": MADE,
    "annotation.Edit.verb": MADE,
    "annotation.ModelVersion.model": SHAPED,
    "annotation.ModelVersion.version": SHAPED,
    "annotation.Span.given": MADE,
    "annotation.Span.quote": "what the article says, which has all of them",
    "annotation.Submission.labels_asked": SHAPED,
    "corpus.Article.language": SHAPED,
    "corpus.Article.text": "it is made with them",
    "corpus.RawFile.sha256": MADE,
    "corpus.Sketch.runs": MADE,
    "corpus.ToldParagraphs.keys": MADE,
    "intake.RefusedRecord.raw_sha256": MADE,
    "intake.UploadedFile.language": SHAPED,
    "intake.UploadedFile.raw_sha256": MADE,
    "intake.UploadedFile.text_sha256": MADE,
    "labels.Attribute.key": SHAPED,
    "labels.Label.excludes": SHAPED,
    "labels.Label.from_labels": SHAPED,
    "labels.Label.hue": SHAPED,
    "labels.Label.key": SHAPED,
    "labels.Label.line": SHAPED,
    "labels.Label.rule": SHAPED,
    "labels.Label.shortcut": SHAPED,
    "labels.Label.to_labels": SHAPED,
    "labels.Move.stay": SHAPED,
    "projects.Project.slug": SHAPED,
    "review.Thread.rule": SHAPED,
    "stories.EventSketch.headline": MADE,
    "stories.EventSketch.keys": MADE,
    "stories.EventSketch.names": MADE,
    "stories.EventSketch.words": MADE,
}
# A file's name says how it is read.
ENDINGS = {"intake.UploadedFile.name": ".txt", "intake.RefusedRecord.file": ".jsonl"}
# Of what is JSON, the words that people or files bring stand under these names.
WORDY = {
    "who",
    "note",
    "text",
    "title",
    "name",
    "quote",
    "reason",
    "summary",
    "credited_to",
    "says",
    "rule_text",
    "why",
}
TAKES_WORDS = (models.CharField, models.TextField, ArrayField, models.JSONField)


def fields() -> Iterator[tuple[type[models.Model], Any]]:
    """Every field of every model of the app, and of what the back office shows besides, that could take words."""
    for model in apps.get_models():
        ours = model.__module__.startswith("newsreview.") or model._meta.label in {"auth.Group", "admin.LogEntry"}
        for field in model._meta.concrete_fields if ours else ():
            if isinstance(field, TAKES_WORDS) and not field.choices:
                yield model, field


def name_of(model: type[models.Model], field: Any) -> str:
    return f"{model._meta.label}.{field.name}"


def attack_everything() -> set[str]:
    """Every row's words give way to payloads, past verbs, constraints of rows that only grow, and forms: whichever
    door lets them in one day, pages must not mind. The names of the fields."""
    turn = count()
    attacked = set()
    with as_owner(), connection.cursor() as cursor:
        for table in {model._meta.db_table for model, _field in fields()}:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')  # they would refuse it, or make work of it
        for model, field in fields():
            if name_of(model, field) in LEFT_ALONE:
                continue
            attacked.add(name_of(model, field))
            for row in model._base_manager.all():
                ending = ENDINGS.get(name_of(model, field), "")
                words = attacked_value(field, getattr(row, field.attname), next(turn), ending)
                model._base_manager.filter(pk=row.pk).update(**{field.attname: words})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in {model._meta.db_table for model, _field in fields()}:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    return attacked


def attacked_value(field: Any, was: Any, turn: int, ending: str) -> Any:
    if isinstance(field, models.JSONField):
        return in_json(was, turn)
    if isinstance(field, ArrayField):
        return [payload(turn, field.base_field.max_length)]
    return payload(turn, field.max_length, ending)


def payload(turn: int, longest: int | None, ending: str = "") -> str:
    """All of them where they fit, else one after the other; each value is another, for names that must not be twice."""
    ending = f" {turn}{ending}"
    if longest is None or longest > len(ALL) + len(ending):
        return ALL + ending
    fitting = [one for one in PAYLOADS if len(one) + len(ending) <= longest] or ["<b>"[:longest]]
    return (fitting[turn % len(fitting)] + ending)[:longest]


def in_json(value: Any, turn: int, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: in_json(each, turn, key) for key, each in value.items()}
    if isinstance(value, list):
        return [in_json(each, turn, name) for each in value]
    return ALL if isinstance(value, str) and name in WORDY else value
