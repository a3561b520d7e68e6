from newsreview.intake import batches
from newsreview.intake.batches import Batch, Batches
from newsreview.intake.finding import Found
from newsreview.intake.keeping import Kept
from newsreview.intake.records import Details, Record, Refusal


def found(text: str) -> Found:
    return Found(Record(text=text, byte_start=0, byte_end=len(text)), Kept("", "a.jsonl", 0), Details())


def texts(batches: list[Batch]) -> list[list[str]]:
    return [[each.record.text for each in batch.found] for batch in batches]


def test_batch_is_whole_with_so_many_records_or_so_much_text(monkeypatch):
    monkeypatch.setattr(batches, "MOST_RECORDS", 3)
    monkeypatch.setattr(batches, "MOST_CHARACTERS", 10)

    made = Batches(map(found, ["a", "b", "c", "d", "e" * 10, "f"]))

    assert texts(list(made)) == [["a", "b", "c"], ["d", "e" * 10], ["f"]]


def test_what_is_refused_is_told_with_the_batch_in_which_it_came(monkeypatch):
    monkeypatch.setattr(batches, "MOST_RECORDS", 2)
    wrong = Refusal(reason="It is wrong.")

    made = list(Batches([wrong, found("a"), wrong, wrong, wrong]))

    assert texts(made) == [["a"], [], []]
    assert [batch.refused for batch in made] == [[wrong], [wrong, wrong], [wrong]]


def test_reading_on_stops_at_the_end_of_the_next_batch(monkeypatch):
    monkeypatch.setattr(batches, "MOST_RECORDS", 2)
    left = iter(map(found, "abcde"))
    made = Batches(left)

    first = next(made)
    for _ in range(5):
        made.read_on()

    assert texts([first, next(made)]) == [["a", "b"], ["c", "d"]]
    assert [each.record.text for each in left] == ["e"]
