# make check   at each edit: format, lint, types, quick tests
# make all     everything: check, slow tests, docs, site
PYTHON ?= python
CODE = searchlib tests benchmarks tools docs

.PHONY: check all format lint types test slow docs site lock bill oldest

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
	$(PYTHON) -m pytest -m "slow and not nightly and not cluster"

docs:
	$(PYTHON) tools/generate_docs.py

# the versions, with the hashes of their files, that an installation may be held to
lock:
	uv pip compile --quiet pyproject.toml --extra all --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o tools/requirements.lock

# what such an installation consists of, in CycloneDX
bill:
	cyclonedx-py requirements tools/requirements.lock --pyproject pyproject.toml --output-reproducible -o bill-of-materials.json

# the oldest versions that pyproject.toml allows
oldest:
	tools/oldest.sh $(PYTHON)

site:
	$(PYTHON) -m sphinx -q -W --keep-going -b html docs site
