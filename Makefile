# Every target sets up what it needs by itself; the second time that takes no time.
PYTHON ?= python3
VENV   := .venv
READY  := $(VENV)/.ready
PY     := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-all test-rest coverage test-server check lint types bench screenshots lock clean

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

demo: $(READY)   ## Use the bot in a browser: no account, no token, no key, no network
	@$(PY) -m bot demo

run: $(READY)    ## Be the bot on Discord, with the token in .env
	@$(PY) -m bot run

# More than there are cores: many tests wait for programs that they started.
WORKERS ?= 4
# They start many programs, so what is compiled is kept, also where that is switched off.
PYTEST  := PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses $(WORKERS) --dist worksteal

test: $(READY)   ## Prove the product, offline
	@$(PYTEST) --ignore=tests/lab -m "not browser"

test-all: $(READY)  ## The same, with a browser, and the laboratory
	@$(PYTEST)

# What `make test` leaves out.
test-rest: $(READY)
	@$(PYTEST) -m "browser or lab"

coverage: $(READY)  ## All tests, and which lines none reaches
	@$(PYTEST) --cov --cov-report=term:skip-covered

test-server: $(READY)  ## Run the index contract on the empty server at QDRANT_TEST_URL
	@test -n "$$QDRANT_TEST_URL" || { echo "Set QDRANT_TEST_URL, e.g. http://localhost:6333" >&2; exit 1; }
	@$(PY) -m pytest -m server

check: lint types test-all  ## Lint, types and all tests

SCHEMA := $(VENV)/bin/check-jsonschema --builtin-schema
FORMS  := $(wildcard .github/ISSUE_TEMPLATE/*.yml)

lint: $(READY)   ## ruff: rules and format; the files of the container and of GitHub
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(SCHEMA) vendor.compose-spec compose.yaml
	@$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	@$(SCHEMA) custom.github-workflows-require-timeout .github/workflows/*.yml
	@$(SCHEMA) vendor.dependabot .github/dependabot.yml
	@$(SCHEMA) vendor.github-issue-config $(filter %/config.yml,$(FORMS))
	@$(SCHEMA) vendor.github-issue-forms $(filter-out %/config.yml,$(FORMS))
	@test ! -x $(VENV)/bin/hadolint || $(VENV)/bin/hadolint Dockerfile

types: $(READY)  ## mypy --strict
	@$(VENV)/bin/mypy

bench: $(READY)  ## Measure speed and memory at 1 M and 33 M ratings, and the bot (about 8 minutes)
	@$(PY) -m lab bench
	@$(PY) -m lab bench-bot

screenshots: $(READY)  ## Make the README's pictures from the demo (needs chromium)
	@$(PY) -m lab screenshots

LOCK := $(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --quiet

lock: $(READY)   ## Renew the lock files from pyproject.toml: all of it, what the bot needs, what builds it
	@$(LOCK) pyproject.toml --upgrade --group dev --extra demo --output-file requirements.lock
	@$(LOCK) pyproject.toml --constraints requirements.lock --output-file requirements.bot.lock
	@echo hatchling | $(LOCK) - --constraints requirements.lock --output-file requirements.build.lock

clean:           ## Remove everything that make made; data/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
