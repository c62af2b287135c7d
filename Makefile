# Every target installs what it needs and is missing, says so, and is quick the second time.
ifndef PYTHON
PYTHON := $(shell command -v python3)
endif
PREPARE = @$(PYTHON) scripts/prepare.py
PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.tools/bin:$(PATH)
.DEFAULT_GOAL := help
.PHONY: help setup fmt check test e2e screenshots api dashboard-dev build wheel-test bench docs torture lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install everything that development needs
	$(PREPARE)

fmt: ## format the code and mend what can be mended
	$(PREPARE) python node
	ruff check --fix --quiet --exit-zero
	ruff format --quiet
	npm run --silent fmt

check: ## lint, types, layers, API drift: everything that needs no test to run
	$(PREPARE) python node
	@python scripts/suites.py lint typescript

test: ## prove that the project works: every suite, two at a time, with its time
	$(PREPARE)
	@python scripts/suites.py

e2e: ## the browser tests on a real server (ARGS="--grep graph")
	$(PREPARE)
	npm run --silent build
	npm test -w e2e -- $(ARGS)

screenshots: ## a picture of every page, light and dark, wide and narrow, in build/screenshots
	$(PREPARE)
	npm run --silent build
	npm run --silent screenshots -w e2e -- $(ARGS)

api: ## generate openapi.json and the web client's types from the record types
	$(PREPARE) python node
	python scripts/api.py

dashboard-dev: ## real experiments in your browser, with hot reload
	$(PREPARE) python node
	@exec python scripts/dashboard_dev.py

build: ## the wheel, with the web app inside
	$(PREPARE) python node
	npm run --silent build
	uv build --wheel --quiet --out-dir dist

wheel-test: ## build the wheel and test that, in a fresh environment
	$(PREPARE) python node
	npm run --silent build
	python scripts/wheel_test.py

bench: ## measure against joblib and signac, side by side
	$(PREPARE) python
	python scripts/measure.py

torture: ## the long tests: kills, races, soak
	$(PREPARE) python
	python -m pytest -q -m torture --timeout=3600

docs: ## write docs/reference from the code, and run every Python block of the README and the docs
	$(PREPARE) python
	python scripts/reference.py
	python -m pytest -q tests/docs

lock: ## pin the newest versions that pyproject.toml allows
	$(PREPARE) tools
	uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-header --no-annotate --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --all-extras --group dev --group docs --group example \
	  pyproject.toml -o requirements.lock.txt

clean: ## remove what make made
	rm -rf .venv .tools node_modules dashboard-frontend/*/node_modules e2e/node_modules build dist src/furu/dashboard/app
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
