import pytest
from django.urls import reverse

from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.drafting import begin_next_version
from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.notices.models import Notice
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project
from tests.annotation.hand import Hand
from tests.backoffice.screens import address, fields_of, told
from tests.working import carry_out_jobs


@pytest.fixture
def draft(db) -> LabelSetVersion:
    return make_label_set(scheme=default_scheme() | {"name": "Drafted"})


def publication(version: LabelSetVersion) -> str:
    return reverse("admin:labels_labelsetversion_publication", args=[version.pk])


@pytest.mark.parametrize(("start", "labels"), [("default", 8), ("empty", 0)])
def test_label_set_begins_with_a_draft(start, labels, at_chief):
    at_chief.post(address(LabelSet, "add"), {"name": "Cooking", "start": start})

    version = LabelSetVersion.objects.get(label_set__name="Cooking")
    assert (version.number, version.is_published, version.labels.count()) == (1, False, labels)


def test_label_is_added_to_a_draft_and_what_is_missing_is_told(draft, at_chief):
    page = address(LabelSetVersion, "change", draft.pk)
    label = {"key": "figure", "kind": "span", "name": "figure", "unit": "phrase", "shortcut": "y", "position": "9"}
    dress = {"channel": "line", "hue": "blue", "line": "solid"}
    row = {f"labels-8-{name}": value for name, value in (label | dress).items()}

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | {"labels-TOTAL_FORMS": "9"} | row, follow=True)

    assert draft.labels.get(key="figure").name == "figure"
    assert told(answer)[0] == (
        "Saved. Before it can be published: Labels “claim” and “figure” wear the same dress: change one."
    )


def test_reserved_key_is_an_error_at_its_field(draft, at_chief):
    page = address(Label, "change", draft.labels.get(key="claim").pk)

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | {"shortcut": "j"})

    assert answer.context["adminform"].form.errors == {"shortcut": ["The key “j” is reserved: choose another."]}


def test_link_label_needs_both_ends(draft, at_chief):
    page = address(Label, "change", draft.labels.get(key="via").pk)

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | {"from_labels": ""})

    assert answer.context["adminform"].form.errors == {
        "from_labels": ["A link label says from and to which span labels it goes."]
    }


def test_attribute_is_changed_on_its_label_s_page(draft, at_chief):
    page = address(Label, "change", draft.labels.get(key="claim").pk)
    values = '[{"key": "fact", "name": "fact"}, {"key": "guess", "name": "guess"}]'

    at_chief.post(
        page, fields_of(at_chief.get(page)) | {"attributes-0-values": values, "attributes-0-default": '"guess"'}
    )

    kind = Attribute.objects.get(label__version=draft, label__key="claim", key="kind")
    assert (kind.value_keys, kind.default) == (["fact", "guess"], "guess")


def test_contradictions_are_shown_as_errors_and_nothing_is_published(draft, at_chief):
    draft.labels.filter(key="claim").update(excludes=["weather"])

    asked, answer = at_chief.get(publication(draft)), at_chief.post(publication(draft))

    wrong = {"__all__": ["Label “claim” names span labels that do not exist: weather."]}
    assert (asked.context["form"].errors, answer.context["form"].errors) == (wrong, wrong)
    assert not LabelSetVersion.objects.get(pk=draft.pk).is_published


def test_draft_is_published_after_asking(draft, chief, at_chief):
    asked = at_chief.get(publication(draft))
    assert asked.context["told"][0] == "It has 8 labels."
    assert not LabelSetVersion.objects.get(pk=draft.pk).is_published

    at_chief.post(publication(draft))

    version = LabelSetVersion.objects.get(pk=draft.pk)
    assert (version.is_published, version.published_by) == (True, chief)


def test_publishing_takes_projects_along_and_drafts_but_those_that_use_what_is_gone(
    project, make_task, annotator, at_chief
):
    drafts = [taking.take(task=make_task(f"Ferry {n} sails."), person=annotator) for n in range(2)]
    Hand(drafts[1], annotator).add("heading", "Ferry 1")
    newer = begin_next_version(label_set=project.label_set_version.label_set)
    newer.labels.filter(key="heading").update(retired=True)

    assert at_chief.get(publication(newer)).context["told"][2] == "1 project moves to it."
    at_chief.post(publication(newer))
    carry_out_jobs()

    project.refresh_from_db()
    versions = AnnotationSet.objects.in_bulk([draft.pk for draft in drafts])
    assert [versions[draft.pk].label_set_version.number for draft in drafts] == [2, 1]
    assert project.label_set_version == newer


def test_publishing_tells_whoever_works_by_rules_that_read_otherwise(project, annotator, chief, at_chief):
    """As the app's own page does."""
    newer = begin_next_version(label_set=project.label_set_version.label_set)
    [rule, *_] = newer.guideline["sections"][0]["rules"]
    before, rule["text"] = rule["text"], "Mark less."
    newer.save(update_fields=["guideline"])

    at_chief.post(publication(newer))

    [notice] = Notice.objects.all()
    changed = {"number": rule["number"], "before": before, "after": "Mark less."}
    assert (notice.person, notice.by, notice.kind, notice.said["rules"]) == (
        annotator,
        chief,
        "rules_changed",
        [changed],
    )


def test_published_version_is_read_only(draft, at_chief, at_administrator):
    publish(version=draft, by=None)
    before = list(draft.labels.values_list("name", flat=True))
    pages = [address(LabelSetVersion, "change", draft.pk)]
    pages += [address(Label, "change", label.pk) for label in draft.labels.all()]

    for client in (at_chief, at_administrator):
        statuses = [
            client.post(page, {"name": "x", "guideline": "{}", "labels-0-name": "x"}).status_code for page in pages
        ]
        assert statuses == [403] * 9

    assert list(draft.labels.values_list("name", flat=True)) == before
    assert at_chief.get(publication(draft)).status_code == 302


def test_next_version_is_begun_by_a_post(draft, at_chief):
    publish(version=draft, by=None)
    page = reverse("admin:labels_labelset_versions", args=[draft.label_set_id])

    assert (at_chief.get(page).status_code, draft.label_set.versions.count()) == (200, 1)

    answer = at_chief.post(page)

    newest = draft.label_set.versions.get(number=2)
    assert answer.headers["Location"] == address(LabelSetVersion, "change", newest.pk)
    assert (newest.is_published, newest.labels.count()) == (False, 8)


def test_label_set_of_another_project_is_out_of_reach(elsewhere, at_chief):
    version = elsewhere.label_set_version

    assert at_chief.post(publication(version)).status_code == 404
    assert at_chief.post(reverse("admin:labels_labelset_versions", args=[version.label_set_id])).status_code == 404


def test_project_takes_only_a_published_version(project, draft, at_chief):
    page = address(Project, "change", project.pk)

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | {"label_set_version": draft.pk})

    assert answer.context["adminform"].form.errors == {
        "label_set_version": ["Publish this label set first: a draft can still change."]
    }


def test_labels_that_another_manager_works_with_are_left_to_administrators(draft, chief, at_chief, at_administrator):
    published = publish(version=draft, by=None)
    newer = begin_next_version(label_set=draft.label_set)
    for slug in ("ferry-two", "canal"):
        setting_up.create_project(slug=slug, label_set_version=published)
    setting_up.set_role(project=Project.objects.get(slug="ferry-two"), person=chief, role=Membership.Role.MANAGER)
    pages = [
        publication(newer),
        reverse("admin:labels_labelset_versions", args=[draft.label_set_id]),
        address(LabelSet, "change", draft.label_set_id),
        address(LabelSetVersion, "change", newer.pk),
        address(Label, "change", newer.labels.get(key="claim").pk),
    ]

    assert [at_chief.post(page, {"name": "x"}).status_code for page in pages] == [403] * 5
    assert at_chief.get(pages[3]).context["tools"] == []
    assert at_administrator.post(pages[0]).status_code == 302


def test_a_label_of_an_earlier_version_keeps_its_key_and_kind(draft, at_chief):
    publish(version=draft, by=None)
    newer = begin_next_version(label_set=draft.label_set)
    page = address(Label, "change", newer.labels.get(key="via").pk)

    at_chief.post(page, fields_of(at_chief.get(page)) | {"key": "path", "kind": "article", "name": "way"})

    assert newer.labels.get(name="way").key == "via"
    assert (newer.labels.get(key="via").kind, draft.labels.get(key="via").name) == ("link", "via")
