import json
from collections.abc import Callable
from typing import Any

from newsreview.annotation.models import AnnotationSet
from newsreview.exports import exporting
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked


def work(hands: Hands) -> None:
    """Twenty edits."""
    hands.mark("the harbour master", "s")
    hands.press("1")
    hands.mark("They gave us a day", "c")
    hands.press("2", "M", "l", "l")
    hands.press("[", "Escape")
    hands.mark("lost 1,200 passengers", "c")
    hands.mark("told", "c")
    hands.press("s", "x")
    hands.mark("Her deputy", "s")
    hands.press("2", "M")
    hands.mark("the crossing", "c")
    hands.press("2", "M")
    hands.mark("since May", "c")
    hands.press("2", "x")
    hands.saved()


def exported(draft: AnnotationSet) -> dict[str, Any]:
    """The set in the export, but for its version, which counts every edit."""
    _, article, _ = b"".join(exporting.stream(draft.task.project)).splitlines()
    [found] = json.loads(article)["annotation_sets"]
    del found["version"]
    return dict(found)


def test_everything_is_undone_and_done_again_also_after_a_reload(at_draft: Hands, draft: AnnotationSet) -> None:
    before = exported(draft)
    work(at_draft)
    after = exported(draft)
    assert draft.edits.count() == 20

    at_draft.press(*["u"] * 8)
    at_draft.saved()
    at_draft.open(draft.task)
    at_draft.press(*["Control+z"] * 12)
    at_draft.saved()
    assert exported(draft) == before

    at_draft.press(*["U"] * 9)
    at_draft.saved()
    at_draft.open(draft.task)
    at_draft.press(*["Control+y"] * 11)
    at_draft.saved()
    assert exported(draft) == after


def test_undoing_once_too_often_says_so(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.watched.expect("409")
    at_draft.mark("Ada Brandt", "s")
    at_draft.press("u", "u")

    at_draft.alert.get_by_text("nothing of yours to undo").wait_for()
    at_draft.saved()
    assert marked(draft) == []


def test_the_button_undoes_too(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("Ada Brandt", "s")
    at_draft.page.get_by_role("button", name="Undo").click()
    at_draft.saved()
    at_draft.page.wait_for_load_state("networkidle")

    assert marked(draft) == []


def test_a_run_of_lines_folds_and_goes_with_one_undo(
    hands: Hands, make_task: Callable[..., Task], annotator: object
) -> None:
    task = make_task("Headline\n" + "\n".join(f"Also {n}" for n in range(6)))
    hands.open(task)
    hands.page.get_by_role("button", name="Start").click()
    hands.open(task)
    hands.double_click("0")
    hands.press("B", "Enter")
    hands.saved()
    mine = AnnotationSet.objects.get()

    assert marked(mine) == [("boilerplate", f"Also {n}") for n in range(6)]
    assert hands.page.locator("#text .para[hidden]").count() == 4
    hands.page.get_by_role("option", name="4 more lines").click()
    assert hands.page.locator("#text .para[hidden]").count() == 0

    hands.press("u")
    hands.saved()
    assert marked(mine) == []
    assert mine.edits.count() == 2
