# Everything works on a fresh clone with Python 3.11 or newer and make, and without network
# from the second time on. `.venv` is the project's; `.venv-uv` holds the installer alone.

PYTHON ?= python3
SHELL := /bin/sh
export UV_PYTHON_DOWNLOADS := never
# Every test run starts Python again and again: compiled once, it starts in a third of the time.
unexport PYTHONDONTWRITEBYTECODE

STAMP := .venv/.kasuhara-synced
UV := .venv-uv/bin/uv
BIN := .venv/bin

.PHONY: run test test-sqlite test-postgres coverage browser speed lint format bench bench-growth chaos setup clean
.DEFAULT_GOAL := run

setup: $(STAMP)

run: $(STAMP)
	$(BIN)/python -m bot.cli sandbox $(ARGS)

# One more than two cores: many tests wait, for a process to end or a browser to draw.
PYTEST := $(BIN)/python -m pytest -n 3 --dist worksteal
# These measure how fast something is, so nothing of ours runs beside them: `make speed`.
SPEED := tests/flows/triage/test_speed.py $(patsubst %,tests/probes/test_probes.py::test_%,footprint twenty_at_once)
PAGE_SPEED := tests/browser/test_speed.py
APART := --ignore=$(PAGE_SPEED) $(SPEED:%=--deselect=%)

# Everything once, for every change; style and types are looked at meanwhile.
test: $(STAMP)
	@$(MAKE) --no-print-directory -j2 lint test-sqlite

test-sqlite: $(STAMP)
	$(PYTEST) tests --ignore=tests/browser $(APART) --database sqlite

# The same on the other database, for whatever asks for one.
test-postgres: $(STAMP)
	$(PYTEST) tests $(APART) --database postgresql

# It doubles what a test costs, so it is measured by itself. What flows does is the same on both
# databases; what storage does is not.
coverage: $(STAMP)
	$(PYTEST) tests/flows tests/storage $(APART) --database sqlite \
		--cov --cov-report= --cov-fail-under=0
	$(PYTEST) tests/storage --database postgresql --cov --cov-append --cov-report=term

# Skipped, with the reason said, where there is no chromium.
browser: $(STAMP)
	$(PYTEST) tests/browser $(APART)

speed: $(STAMP)
	$(BIN)/python -m pytest $(SPEED) $(PAGE_SPEED)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks $(ARGS)

bench-growth: $(STAMP)
	$(BIN)/python -m tests.benchmarks.growth $(ARGS)

chaos: $(STAMP)
	$(BIN)/python -m tests.chaos $(ARGS)

.venv-uv/.installed:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.11" >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv-uv
	.venv-uv/bin/python -m pip install --quiet "uv>=0.7"
	@touch $@

# The stamp holds what was installed from: a file touched but not changed asks for no network.
$(STAMP): pyproject.toml uv.lock .venv-uv/.installed
	@if test -f $@ && cat pyproject.toml uv.lock | cmp -s - $@; then touch $@; else \
		$(UV) sync --frozen --python .venv-uv/bin/python && cat pyproject.toml uv.lock > $@; fi

clean:
	rm -rf .venv .venv-uv .coverage htmlcov dist
