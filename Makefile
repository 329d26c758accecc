# One command checks everything: make check
PYTHON ?= python

.PHONY: check format lint types test docs

check: lint types test

format:
	$(PYTHON) -m ruff format searchlib tests benchmarks
	$(PYTHON) -m ruff check --fix searchlib tests benchmarks

lint:
	$(PYTHON) -m ruff format --check searchlib tests benchmarks
	$(PYTHON) -m ruff check searchlib tests benchmarks

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

docs:
	$(PYTHON) -m searchlib.cli.docs
