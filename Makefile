# make help lists what can be done here.
SHELL := /bin/bash
PORT ?= 8501
PYTHON := .venv/bin/python
WORKERS ?= 2
QUICK := not postgres and not browser and not office and not long and not bundle

.PHONY: help run check test test-full bench bundle lock words init-demo clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: ## set up what running needs and serve on http://localhost:8501 (PORT=…)
	@.ci/setup run
	@echo "Serving on http://localhost:$(PORT) — stop with Ctrl+C"
	@exec $(PYTHON) -m uvicorn fund.asgi:app --host 127.0.0.1 --port $(PORT) --log-level warning --no-server-header

check: ## lint, types and the quick tests: SQLite only, no system packages
	@.ci/setup check
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q -n $(WORKERS) -m "$(QUICK)"

test: ## everything but the long runs: both databases, browser, LibreOffice
	@.ci/setup test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q -n $(WORKERS) -rs -m "not long"

test-full: ## the long runs as well: many kills, ten thousand histories, every screenshot
	@.ci/setup test
	FUND_LONG=1 $(PYTHON) -m pytest -q -n $(WORKERS) -rs

bench: ## ratios measured in one run
	@.ci/setup test
	$(PYTHON) -m tests.bench

bundle: ## wheels and application for an office without internet, in dist/
	@.ci/setup run
	@.ci/bundle

lock: ## pin everything requirements.txt pulls in
	@[ -x .venv/bin/python ] || python3 -m venv .venv
	@.venv/bin/python -m pip install -q --disable-pip-version-check uv
	.venv/bin/python -m uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements.txt -o requirements.lock
	.venv/bin/python -m uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate tests/requirements.txt -o tests/requirements.lock

words: ## bring the Chinese catalogue up to date with the code
	$(PYTHON) .ci/words.py

clean: ## take away what was set up and made
	rm -rf .venv build dist
