# make check   at each edit: format, lint, types, quick tests
# make all     everything: check, slow tests, docs, site
PYTHON ?= python
CODE = searchlib tests benchmarks tools docs

.PHONY: check all format lint types test slow docs site

check: lint types test

all: check slow docs site

format:
	$(PYTHON) -m ruff format $(CODE)
	$(PYTHON) -m ruff check --fix $(CODE)

lint:
	$(PYTHON) -m ruff format --check $(CODE)
	$(PYTHON) -m ruff check $(CODE)

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

slow:
	$(PYTHON) -m pytest -m slow

docs:
	$(PYTHON) tools/generate_docs.py

site:
	$(PYTHON) -m sphinx -q -W --keep-going -b html docs site
