#!/usr/bin/env bash
# The oldest versions of all dependencies that pyproject.toml allows still work: the plain install searches the sample
# articles, and with all extras the tests of what each of them does pass. Takes the Python to use; needs uv on the path.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:-python3}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

install() {
    uv venv --quiet --python "$python" "$scratch/$1"
    uv pip install --quiet --python "$scratch/$1/bin/python" --resolution lowest-direct "${@:2}"
}

install plain .
(cd "$scratch" && "$scratch/plain/bin/searchlib" index "$OLDPWD/seeds" && "$scratch/plain/bin/search" "Kursk troops" | grep -q Kursk)
install all ".[all]" "pytest>=8" "pytest-xdist>=3.5" "hypothesis>=6.100" "httpx>=0.27" "pandas>=2.2"
"$scratch/all/bin/python" -m pytest -n 0 tests/loaders/readers tests/models tests/exports tests/web/test_endpoints.py tests/mcp/test_tools.py
