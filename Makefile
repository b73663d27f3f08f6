# Every target sets up what it needs by itself; the second time that takes no time.
PYTHON ?= python3
VENV   := .venv
READY  := $(VENV)/.ready
PY     := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-server check lint types bench lock clean

help:            ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## Make .venv with everything in it

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Matinee needs Python 3.11 or newer: make PYTHON=/path/to/python3.12 setup" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)   ## See recommendations with reasons from a real Qdrant engine
	@$(PY) -m recsys recommend --like "The Matrix" --like "Toy Story" --like Alien --dislike Titanic -n 5 --why

test: $(READY)   ## Run the whole suite, offline
	@$(PY) -m pytest --cov --cov-report=term:skip-covered

test-server: $(READY)  ## Run the index contract on the server at QDRANT_TEST_URL
	@test -n "$$QDRANT_TEST_URL" || { echo "Set QDRANT_TEST_URL, e.g. http://localhost:6333" >&2; exit 1; }
	@$(PY) -m pytest -m server

check: lint types test  ## Lint, types and tests

lint: $(READY)   ## ruff: rules and format
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

types: $(READY)  ## mypy --strict
	@$(VENV)/bin/mypy

bench: $(READY)  ## Measure speed and memory at 1 M and 33 M ratings (about 6 minutes)
	@$(PY) -m recsys bench

lock: $(READY)   ## Renew requirements.lock from pyproject.toml
	@$(VENV)/bin/uv pip compile pyproject.toml --group dev --extra demo --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean:           ## Remove everything that make made; data/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
