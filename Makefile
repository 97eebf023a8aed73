# make help says what there is. The set-up (.venv, Qt's libraries) happens by itself: tools/setup.sh.

.DEFAULT_GOAL := help
.PHONY: help run test check lint bench faults mutants screenshots package clean \
	setup setup-run setup-package setup-mutation

PY := .venv/bin/python
export PYTHON
# No window opens while testing, and nothing of a person's own settings is touched.
OFFSCREEN := QT_QPA_PLATFORM=offscreen

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: setup-run ## start the program; make run SHOP=corner.db opens that shop
	@$(PY) main.py $(SHOP)

test: setup ## run the tests; make test ARGS="-k cart -x" picks some
	@$(OFFSCREEN) $(PY) -m pytest $(ARGS)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

check: lint ## everything a change must pass: ruff, mypy, import-linter, pytest
ifeq ($(TESTED),)
	@$(OFFSCREEN) $(PY) -m pytest
endif

bench: setup ## measure speed against hand-written twins; ARGS=--hold fails on a missed bound
	@$(OFFSCREEN) $(PY) -m pytest benchmarks --benchmark-columns=min,median,max,rounds -o timeout=0 -q -s $(ARGS)

faults: setup ## the tests that take minutes: kill -9 in the middle of work, and the like
	@$(OFFSCREEN) $(PY) -m pytest -m slow -o timeout=0 $(ARGS)

mutants: setup-mutation ## break taxes, prices and payments on purpose and see that a test tells; minutes
	@$(PY) tools/mutants.py $(ARGS)

screenshots: setup ## draw every view, light and dark, into docs/screenshots/
	@$(OFFSCREEN) $(PY) -m tools.screenshots

package: setup-package ## build dist/countertop, a folder that needs no Python
	@$(PY) packaging/build.py

clean: ## remove what was built and cached; .venv stays
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .benchmarks .hypothesis
	@find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@tools/setup.sh test

setup-run:
	@tools/setup.sh run

setup-package:
	@tools/setup.sh package

setup-mutation:
	@tools/setup.sh mutation
