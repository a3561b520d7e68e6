import os
from pathlib import Path

from newsreview.intake.finding import Source, read_sources, sources
from newsreview.intake.manifest import Manifest
from newsreview.intake.records import Refusal


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def refusals(*found: Source) -> list[Refusal]:
    read = read_sources(found, manifest=Manifest(), progress=lambda _bytes: None)
    return [item for item in read if isinstance(item, Refusal)]


def test_folders_are_walked_in_the_order_of_names(folder: Path) -> None:
    write(folder, "b.txt", "a.txt", "sub/deep/c.txt", "sub/.hidden.txt", ".git/d.txt", "manifest.csv")
    found = sources([folder, folder / "b.txt"], but=folder / "manifest.csv")
    assert [source.name for source in found] == ["a.txt", "b.txt", "sub/deep/c.txt", "b.txt"]


def test_a_link_in_a_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "linked").symlink_to(tmp_path)
    assert refusals(*sources([folder])) == [
        Refusal(file="link.txt", reason="This is a link or a device, not a file. Copy the file itself here.")
    ]


def test_a_pipe_is_refused_instead_of_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert [item.reason for item in refusals(*sources([folder / "pipe.txt"]))] == [
        "This is a link or a device, not a file. Copy the file itself here."
    ]


def test_a_file_that_went_away_is_named(folder: Path) -> None:
    assert refusals(Source(folder / "gone.txt", "gone.txt")) == [
        Refusal(file="gone.txt", reason="The file cannot be opened: No such file or directory.")
    ]


def test_a_name_that_disguises_itself_is_refused(folder: Path) -> None:
    write(folder, "a\u202etxt.txt")
    assert refusals(*sources([folder])) == [
        Refusal(
            file="a<U+202E>txt.txt", reason="The name of the file has a hidden character in it (U+202E). Rename it."
        )
    ]


def test_progress_counts_every_byte(folder: Path) -> None:
    write(folder, "a.txt", "bb.txt")
    (folder / "c.jsonl").write_bytes(b'{"text": "a"}\n{"text": "b"}\n')
    read: list[int] = []
    list(read_sources(sources([folder]), manifest=Manifest(), progress=read.append))
    assert sum(read) == sum(path.stat().st_size for path in folder.iterdir())
