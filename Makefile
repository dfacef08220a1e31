# make help lists what can be done here.
SHELL := /bin/bash
PORT ?= 8501
PYTHON := .venv/bin/python
WORKERS ?= 2
# A file's tests stay with one worker: what a file makes for all of its tests is made once.
SHARED := -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Many containers set this, and then every start of Python compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run check test test-full bench bench-quick pictures bundle lock words clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: ## set up what running needs and serve this machine; the address is printed (PORT=…)
	@.ci/setup run
	@.ci/compile & FUND_WITHOUT_SIGN_IN=$${FUND_WITHOUT_SIGN_IN-yes} exec $(PYTHON) -m uvicorn fund.asgi:app --host 127.0.0.1 --port $(PORT) --log-level warning --no-server-header --no-proxy-headers

check: ## lint, types and the quick tests, which store nothing: no system packages
	@.ci/setup check
	$(PYTHON) -m ruff format --check -q .
	$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy & typed=$$!; FUND_WHOLE=0 $(PYTHON) -m pytest -q $(SHARED); tested=$$?; \
	  wait $$typed && exit $$tested

test: ## everything but the long runs: both databases, browser, LibreOffice
	@.ci/setup test
	$(PYTHON) -m ruff format --check -q .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q $(SHARED)

test-full: ## the long runs as well: many kills, ten thousand histories, every screenshot
	@.ci/setup test
	FUND_LONG=1 $(PYTHON) -m pytest -q $(SHARED)

bench: ## ratios measured in one run
	@.ci/setup test
	$(PYTHON) -m tests.bench

bench-quick: ## every page and the overview beside a tutorial's app and Dash, 10,000 and 100,000 postings
	@.ci/setup test
	$(PYTHON) -m tests.bench_rivals --quick

pictures: ## the pictures of the README, taken anew by the browser tests
	@.ci/setup test
	$(PYTHON) -m pytest -q tests/browser/test_pages.py -k "overview-zh or overview-en"
	mkdir -p docs/pictures
	cp build/pages/overview-zh-1440-light.png docs/pictures/overview-zh.png
	cp build/pages/overview-en-1440-light.png docs/pictures/overview-en.png

bundle: ## wheels and application for an office without internet, in dist/
	@.ci/setup run
	@.ci/bundle

lock: ## pin everything requirements.txt pulls in
	@[ -x .venv/bin/python ] || python3 -m venv .venv
	@.venv/bin/python -m pip install -q --disable-pip-version-check uv
	.venv/bin/python -m uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements.txt -o requirements.lock
	.venv/bin/python -m uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate tests/requirements.txt -o tests/requirements.lock

words: ## bring the Chinese catalogue up to date with the code, taking translations over (FROM="a.po b.po")
	@.ci/setup check
	$(PYTHON) .ci/words.py $(FROM)
	$(PYTHON) .ci/layout.py

clean: ## take away what was set up and made
	rm -rf .venv build dist
