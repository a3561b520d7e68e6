"""S20, S21: what we install is pinned and may be shipped, and nothing in the code runs what data says."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-s3.lock", "requirements-dev.lock", "requirements-load.lock")

# Each of these makes code or any object out of data. Module, or module and name; a bare name is a builtin.
RUNS_DATA = {
    "eval", "exec", "compile", "__import__",
    "pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "jsonpickle", "code", "codeop", "runpy",
    "torch.load", "numpy.load", "pandas.read_pickle", "yaml.load", "yaml.full_load", "yaml.unsafe_load",
    "django.template.Template", "django.template.engines", "django.template.Engine", "jinja2",
    "django.utils.safestring.mark_safe",
    "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput",
}  # fmt: skip


def used_in(source: str) -> set[str]:
    """Every module and name that the source imports or calls, by its full name, and every builtin that it calls."""
    tree = ast.parse(source)
    full: dict[str, str] = {}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            full |= {(alias.asname or alias.name.split(".")[0]): alias.name for alias in node.names}
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full |= {(alias.asname or alias.name): f"{node.module}.{alias.name}" for alias in node.names}
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{full.get(node.value.id, node.value.id)}.{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(full.get(node.func.id, node.func.id))
        elif isinstance(node, ast.keyword) and node.arg == "shell":
            found.add("shell=")
    return found


def forbidden_in(source: str) -> set[str]:
    return used_in(source) & {*RUNS_DATA, "shell="}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pickle as p\np.loads(b'')", {"pickle"}),
        ("from pickle import loads", {"pickle"}),
        ("import numpy as np\nnp.load(path)", {"numpy.load"}),
        ("from django.template import Template as T\nT(words)", {"django.template.Template"}),
        ("eval(words)", {"eval"}),
        ("from yaml import load\nload(words)", {"yaml.load"}),
        ("import subprocess\nsubprocess.run(words, shell=True)", {"shell="}),
        ("import json\njson.loads(words)\nre.compile(words)", set()),
    ],
)
def test_what_runs_data_is_recognised(source: str, found: set[str]) -> None:
    assert forbidden_in(source) == found


def test_nothing_runs_what_data_says() -> None:
    modules = [*(ROOT / "newsreview").rglob("*.py"), ROOT / "manage.py"]
    found = {str(path.relative_to(ROOT)): forbidden_in(path.read_text(encoding="utf-8")) for path in modules}

    assert len(modules) > 300
    assert {path: names for path, names in found.items() if names} == {}


def test_no_template_trusts_what_it_shows() -> None:
    """The help of a password field is Django's own HTML."""
    trusting = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "templates").rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if trusting.search(line)
    }

    assert {line.partition(":")[0] for line in found} <= {"templates/account/_fields.html"}
    assert all("field.help_text|safe" in line for line in found)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_pinned_with_hashes_and_no_index_is_named(lock: str) -> None:
    words = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=\S)", words.strip())

    assert len(entries) > 40
    assert [
        entry for entry in entries if not re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry, re.DOTALL)
    ] == []
    assert re.findall(r"https?://|--index|--extra-index|--find-links|--trusted", words) == []


def test_a_desk_with_object_storage_installs_what_any_other_does_and_more() -> None:
    pins = {lock: set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS[:3]}
    plain, with_storage, tested = pins.values()

    assert plain < with_storage < tested


def test_every_licence_has_been_looked_at() -> None:
    audit = subprocess.run(
        [sys.executable, ".ci/audit", "--licences"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert re.search(r"^  psycopg +LGPL-3.0-only$", audit.stdout, re.MULTILINE)
    assert (audit.returncode, "not looked at yet" in audit.stdout) == (0, False)
