"""The label-set editor: what only adds is taken at once, what changes goes into the next version."""

import pytest
from django.urls import reverse

from newsreview.labels import drafting
from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.projects import setting_up
from tests.web.test_untrusted_words import Elements


@pytest.fixture
def client(sign_in, manager):
    return sign_in(manager)


def page_of(name: str, *args: str) -> str:
    return reverse(name, args=["ferry", *args])


def fields_of(page) -> dict[str, object]:
    """What a browser sends back when nothing is touched."""
    bound = [field for form in page.context["entry"].forms for field in form]
    hidden = {"known": page.context["entry"].seen}
    return hidden | {field.html_name: value for field in bound if (value := field.value()) not in (None, False)}


def sent(client, url: str, **changed: object):
    """The form of a page with some fields changed, sent as a browser does."""
    return client.post(url, fields_of(client.get(url)) | changed)


def version(number: int = 1) -> LabelSetVersion:
    return LabelSetVersion.objects.get(number=number)


FIGURE = {"name": "Key figure", "shortcut": "y", "dress": "line-green-dashed", "unit": "phrase"}


def test_a_label_is_added_with_a_question(client, project):
    ask = {"ask-name": "counts", "ask-kind": "choice", "ask-values": "people\nships: boats and ships"}
    answer = sent(client, page_of("label-new", "span"), **FIGURE, **ask)

    made = version().labels.get(key="key_figure")
    assert (answer.status_code, made.shortcut, made.position) == (302, "y", 8)
    assert (made.channel, made.hue, made.line) == ("line", "green", "dashed")
    [asked] = made.attributes.all()
    assert (asked.key, asked.values) == (
        "counts",
        [{"key": "people", "name": "people"}, {"key": "ships", "name": "boats and ships"}],
    )


def test_a_value_is_added_to_a_published_version(client, project):
    url = page_of("label", "boilerplate")
    types = client.get(url).context["entry"].questions[0]["values"].value()
    sent(client, url, **{"ask-type-values": f"{types}\npodcast"})

    type_of = Attribute.objects.get(label__version=version(), label__key="boilerplate", key="type")
    assert type_of.value_keys[-2:] == ["other", "podcast"]
    assert version() == project.label_set_version


def test_names_with_colons_survive_their_form(client, project):
    ask = {"ask-name": "counts", "ask-kind": "choice", "ask-values": "a_b: A: b\nc: C:\nD:e"}
    sent(client, page_of("label-new", "span"), **FIGURE, **ask)
    before = version().labels.get(key="key_figure").attributes.get().values

    assert before == [{"key": "a_b", "name": "A: b"}, {"key": "c", "name": "C:"}, {"key": "de", "name": "D:e"}]
    assert sent(client, page_of("label", "key_figure")).status_code == 302
    assert version().labels.get(key="key_figure").attributes.get().values == before


def test_a_default_that_is_neither_yes_nor_no_is_told(client, project):
    ask = {"ask-name": "sure", "ask-kind": "flag", "ask-default": "maybe"}
    answer = sent(client, page_of("label-new", "span"), **FIGURE, **ask)

    assert answer.status_code == 422
    assert answer.context["entry"].new_question.errors == {"default": ["Filled in at first is yes, no, or nothing."]}


def test_a_form_that_is_sent_as_it_came_changes_nothing(client, project):
    before = list(Label.objects.values()), list(Attribute.objects.values())
    for key in version().labels.values_list("key", flat=True):
        assert sent(client, page_of("label", key)).status_code == 302

    assert (list(Label.objects.values()), list(Attribute.objects.values())) == before


def test_what_changes_is_offered_for_the_next_version(client, project):
    url = page_of("label", "claim")
    refused = sent(client, url, unit="paragraph")

    assert refused.status_code == 422
    assert "News marks v1 is published and only grows. This would change “claim” (unit)" in refused.text
    assert refused.text.index('class="primary"') < refused.text.index('name="next"')  # Enter presses the first
    assert sent(client, url, unit="paragraph", next="1").status_code == 302
    assert (version(1).labels.get(key="claim").unit, version(2).labels.get(key="claim").unit) == ("phrase", "paragraph")
    assert (version(2).is_published, project.label_set_version) == (False, version(1))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("shortcut", "l", "The key “l” is reserved: choose another."),
        ("shortcut", "c", "The key “c” is that of claim."),
        ("shortcut", "H", "The key “H” is that of heading."),
        ("dress", "line-blue-solid", "Claim wears this dress: choose another."),
        ("key", "claim", "Another label is called “claim” in data."),
        ("name", "", "This field is required."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client, project, field, value, says):
    answer = sent(client, page_of("label-new", "span"), **(FIGURE | {field: value}))

    assert (answer.status_code, answer.context["entry"].form.errors[field]) == (422, [says])
    assert version().labels.count() == 8


def test_a_paragraph_label_has_its_key_with_shift_too(client, project):
    answer = sent(client, page_of("label-new", "span"), **(FIGURE | {"shortcut": "p", "unit": "paragraph"}))

    assert answer.context["entry"].form.errors == {"shortcut": ["The key “P” is reserved: choose another."]}


def test_link_labels_say_what_they_join_and_spans_what_they_exclude(client, project):
    refused = sent(client, page_of("label-new", "link"), name="contradicts", from_labels=["claim"])
    sent(client, page_of("label-new", "link"), name="contradicts", from_labels=["claim"], to_labels=["claim"])
    sent(client, page_of("label-new", "span"), **FIGURE, excludes=["heading"])

    assert refused.context["entry"].form.errors == {
        "to_labels": ["A link label says from and to which span labels it goes."]
    }
    made = version().labels.get(key="contradicts")
    assert (made.from_labels, made.to_labels) == (["claim"], ["claim"])
    assert version().labels.get(key="key_figure").excludes == ["heading"]


def test_in_a_draft_labels_retire_and_questions_change(client, project):
    drafting.begin_next_version(label_set=project.label_set_version.label_set)
    sent(client, page_of("label", "via"), retired="on")
    sent(client, page_of("label", "claim"), **{"ask-check_worthy-enabled": "on", "ask-check_worthy-default": "no"})

    assert version(2).labels.get(key="via").retired
    asked = version(2).labels.get(key="claim").attributes.get(key="check_worthy")
    assert (asked.enabled, asked.default) == (True, False)
    assert not version(1).labels.get(key="via").retired


def test_nobody_overwrites_unseen_what_somebody_else_kept(client, project):
    drafting.begin_next_version(label_set=project.label_set_version.label_set)
    url = page_of("label", "claim")
    mine, theirs = (fields_of(client.get(url)) for _ in range(2))
    client.post(url, theirs | {"summary": "Theirs."})
    overtaken = client.post(url, mine | {"summary": "Mine."})

    assert overtaken.status_code == 422
    assert "Somebody else has changed this since." in overtaken.text
    assert version(2).labels.get(key="claim").summary == "Theirs."
    assert client.post(url, fields_of(overtaken)).status_code == 302
    assert version(2).labels.get(key="claim").summary == "Mine."


def test_labels_that_other_managers_work_with_are_left_to_administrators(client, project, person):
    setting_up.create_project(slug="other", label_set_version=project.label_set_version, by=person("elsewhere"))

    assert "Projects that you do not manage work with these labels too" in client.get(page_of("project-labels")).text
    urls = [page_of("label", "claim"), page_of("label-new", "span"), page_of("project-guideline-text")]
    assert [client.get(url).status_code for url in urls] == [403, 403, 403]
    assert client.post(page_of("project-label-versions")).status_code == 403


def test_there_are_three_kinds_of_labels(client, project):
    kinds = ("span", "link", "article", "mood")

    assert [client.get(page_of("label-new", kind)).status_code for kind in kinds] == [200, 200, 200, 404]


def test_the_preview_shows_the_label_as_it_is_being_entered(client, project):
    entered = {"of": "", **FIGURE, "shortcut": "l"}  # a reserved key is told when the form is sent
    shown = client.get(page_of("project-label-preview"), entered)

    assert "green0 dashed0" in shown.text
    assert "The ferry will not sail before Monday" in Elements(shown.text).words
    assert version().labels.count() == 8
