# `make site` and `make test` need only Python 3.11+, git and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help site serve test lint bench torture screenshots clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

site: $(READY) ## Build the site of this repository into site/
	$(BIN)/alliance build --strict

serve: $(READY) ## Show the site on this machine, rebuilt at every edit and commit
	$(BIN)/alliance serve

test: $(READY) lint ## Run every check and test
	$(BIN)/python -m pytest -q -n auto

lint: $(READY) ## Run ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY) ## Measure every goal on 1,000 alliances, in about ten minutes
	$(BIN)/python -m tests.bench --json .cache/bench.json

bench-large: $(READY) ## The same, and 5,000 alliances
	$(BIN)/python -m tests.bench --large --json .cache/bench.json

torture: $(READY) ## Try every promise for long, with random and hostile input
	$(BIN)/python -m tests.torture

screenshots: $(READY) ## Take the pictures of the README (needs Chromium)
	$(BIN)/python -m tests.screenshots .github/screenshots

clean: ## Remove what was built
	rm -rf site .cache
