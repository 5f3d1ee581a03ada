# `make run` and `make test` need git, make and Python 3.11 or later; all else is installed in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
WORKERS ?= 2
SCENARIO ?= china-2023
REPLICATIONS ?= 200
SWEEP := --replications $(if $(FAST),20,$(REPLICATIONS))
BENCHMARKS := $(wildcard $(patsubst %,benchmarks/%.py,engines rivals answers floor scaling million clusters cold_start designs))
SWEEP_OF_EXPERIMENTS := $(if $(FAST),--replications 50 --workers 1,--workers 1)

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test lint format imports types unit coverage moments differential fuzz faults mutation benchmarks experiments track-record docs pages pictures clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/installed ## make .venv with the package in it
install-dev: $(VENV)/installed-dev ## the same, with what the checks need

run: $(VENV)/installed ## the founding case: one replication, then a small sweep of it
	$(BIN)/gpu-supply run $(SCENARIO)
	$(BIN)/gpu-supply sweep $(SCENARIO) $(SWEEP) --workers $(WORKERS) --resume
	$(BIN)/gpu-supply report "$$(ls -td results/$(SCENARIO)/sweep-*/ | head -n 1)"

# Types are checked by one process, half a minute where none were before: the tests begin beside it.
test: format imports ## every check and the whole test suite
	@$(MAKE) --no-print-directory --jobs 2 types unit

lint: format imports types ## style, arrows between packages, types

format: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports: $(VENV)/installed-dev
	$(BIN)/lint-imports --no-cache

types: $(VENV)/installed-dev
	$(BIN)/mypy

# Tests are rewritten, and hundreds of processes started: without bytecode each would compile all sources anew.
unit coverage: export PYTHONDONTWRITEBYTECODE =

# Measuring nearly doubles the suite's time, so that only the rules, by their own tests, are measured each time.
unit: $(VENV)/installed-dev ## the test suite, with branch coverage of the rules by their own tests
	$(BIN)/python -m pytest -n $(WORKERS) tests/rules --cov=sim.rules --cov-report=term-missing:skip-covered --cov-fail-under=99
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --ignore=tests/rules

coverage: $(VENV)/installed-dev ## the test suite with branch coverage, which must reach 90 %, the kernel as plain Python included
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term-missing:skip-covered

moments: $(VENV)/installed-dev ## a full disk, Ctrl-C and SIGKILL at each moment of writing, a minute or two
	EVERY=1 $(BIN)/python -m pytest tests/experiment/test_moments.py

differential: $(VENV)/installed-dev ## engine against engine, and against the model read again, on 10,000 random scenarios each, some minutes
	$(BIN)/python -m tests.engines.many $(if $(COUNT),$(COUNT),10000) $(WORKERS)

fuzz: $(VENV)/installed-dev ## 5,000 mutated scenario and observed files, of which none may end in a traceback or hang
	$(BIN)/python -m tests.scenario.fuzz $(if $(COUNT),$(COUNT),5000) $(WORKERS) 0 1

faults: $(VENV)/installed-dev ## sweeps killed 200 times and asked to end 50 times at random moments, half an hour
	$(BIN)/python -m tests.experiment.faults $(if $(COUNT),$(COUNT) $(COUNT))

mutation: $(VENV)/installed-dev ## rules and model changed in every way, by their own tests: 95 % of each must be killed; an hour
	$(BIN)/python -m tests.mutation $(WORKERS)

benchmarks: $(VENV)/installed-dev ## every figure of speed and memory in one table; FAST=1 for a short round
	@failed=; for script in $(BENCHMARKS); do \
	  echo "== $$script"; $(BIN)/python $$script $(if $(FAST),--fast --out results/benchmarks/fast) || failed="$$failed $$script"; \
	done; test -z "$$failed" || { echo "failed:$$failed" >&2; exit 1; }

# Two scripts at a time, one process each, say what they have to say when they are done; the kernel is compiled before,
# as neither would wait for the other.
experiments: $(VENV)/installed ## run every experiment; FAST=1 for a minute's worth
	@$(BIN)/python -c 'import sim; sim.run(sim.load("china-2023"), engine="compiled")'
	@ls experiments/*.py | sort -r | xargs -n 1 -P $(WORKERS) sh -c \
	  'said=$$($(BIN)/python "$$1" $(SWEEP_OF_EXPERIMENTS) 2>&1); status=$$?; echo "== $$1"; echo "$$said"; exit $$status' sh

track-record: $(VENV)/installed ## docs/track-record.md anew: forecasts as of their day, scored by what happened
	$(BIN)/python experiments/track_record.py --workers $(WORKERS) $(if $(FAST),--replications 200,--page docs/track-record.md)

# A warning is an error: a link that leads nowhere, a page that nothing leads to, a name that isn't there.
docs: pictures ## the documentation site with its pictures made anew, build/docs/index.html
	$(BIN)/sphinx-build -W -n --keep-going -q docs build/docs

pages: $(VENV)/installed-dev ## the pages that the program writes: keys of the scenario file, commands
	$(BIN)/python -m tests.docs.keys
	$(BIN)/python -m tests.docs.commands

pictures: $(VENV)/installed-dev ## every picture of the documentation anew, half a minute
	$(BIN)/python -m tests.docs.flow
	$(BIN)/python -m tests.docs.pictures
	$(BIN)/python -m tests.explorer.picture
	$(BIN)/python experiments/episodes.py --docs --workers $(WORKERS)

clean: ## remove .venv and what the checks left
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* mutants build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one with 'make PYTHON=python3.12 ...'" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Setuptools comes first and pinned, as nothing else pins what a build in isolation would take.
$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) setuptools
	$(PIP) --no-build-isolation --editable '.[fast,package]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) setuptools
	$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $(VENV)/installed $@
