# `make help` lists what there is. Works with GNU make 3.81, which macOS has.

HOST = 127.0.0.1
PORT = 8000
# 0: start empty, with a link that makes the first administrator
DEMO = 1
# handed to pytest: make test ARGS="tests/web -x"
ARGS =
# requests of each operation that `make fuzz` draws, and a tenth of the files of each kind
EXAMPLES = 500

PY = .venv/bin/python
# Tests start the app a hundred times: what is compiled once is kept, whatever the environment says.
PYTEST = browser=$$(.ci/browser) && export NEWSREVIEW_CHROMIUM="$$browser" && unset PYTHONDONTWRITEBYTECODE && $(PY) -m pytest -n auto --dist loadgroup
UV = $$(command -v uv || ls .venv/bin/uv 2>/dev/null)
COMPILE = pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --quiet

.PHONY: help serve test lint format faults mutants fuzz load bench audit lock clean
.PHONY: style types layers templates installed
.DEFAULT_GOAL = help

help:
	@echo "make serve    set everything up and serve the app (PORT=8000 HOST=127.0.0.1 DEMO=1)"
	@echo "make test     set everything up and run all tests (ARGS=\"tests/web -x\")"
	@echo "make lint     style, types, layers, templates (a target each; make -k lint goes through all)"
	@echo "make format   put code and templates into shape"
	@echo "make faults   the long fault and chaos tests"
	@echo "make mutants  take guards out one by one, and see that the tests notice (ARGS=\"S5 D13\")"
	@echo "make fuzz     ask the API for whatever its description allows and does not, and spoil every kind of file (EXAMPLES=500)"
	@echo "make bench    measure, beside a floor from the same run; writes bench.json"
	@echo "make load     fifty virtual editors for five minutes, with exports beside them (ARGS=\"--minutes 1\")"
	@echo "make audit    known faults and licences of the libraries"
	@echo "make lock     compile the lock files from pyproject.toml (needs uv)"
	@echo "make clean    remove .venv and caches; the data folder stays"

serve:
	@.ci/install requirements.lock
	@exec $(PY) manage.py serve --host "$(HOST)" --port "$(PORT)" $(if $(filter 0 no off false,$(DEMO)),--no-demo)

test: installed
	@$(PYTEST) $(ARGS)

faults: installed
	@$(PYTEST) -m faults $(ARGS)

mutants: installed
	@browser=$$(.ci/browser) && NEWSREVIEW_CHROMIUM="$$browser" $(PY) -m tests.mutants $(ARGS)

fuzz: installed
	@API_EXAMPLES=$(EXAMPLES) READER_EXAMPLES=$(EXAMPLES)0 $(PY) -m pytest -n 0 tests/api/test_contract.py tests/intake/test_fuzz.py $(ARGS)

load:
	@.ci/install requirements-load.lock
	@$(PY) -m tests.load $(ARGS)

bench: installed
	@$(PY) -m tests.bench $(ARGS)

audit: installed
	@$(PY) .ci/audit

lint: style types layers templates

style: installed
	.venv/bin/ruff check
	.venv/bin/ruff format --check

types: installed
	NEWSREVIEW_DATA_DIR=.venv/lint .venv/bin/mypy

layers: installed
	.venv/bin/lint-imports

templates: installed
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +

installed:
	@.ci/install requirements-dev.lock

format: installed
	.venv/bin/ruff format
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

lock:
	@test -n "$(UV)" || { echo "uv is missing. Install it: pip install uv"; exit 1; }
	$(UV) $(COMPILE) -o requirements.lock
	$(UV) $(COMPILE) --all-extras --group dev -c requirements.lock -o requirements-dev.lock
	$(UV) $(COMPILE) --extra s3 -c requirements-dev.lock -o requirements-s3.lock
	$(UV) $(COMPILE) --group load -c requirements-dev.lock -o requirements-load.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build bench.json test-results
	find newsreview tests -name __pycache__ -type d -prune -exec rm -rf {} +
