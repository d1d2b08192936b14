#!/bin/sh
# Builds the documentation site into build/site: sh docs/build.sh, from any directory. Open build/site/index.html;
# its search needs a server: python3 -m http.server -d build/site
# Needs Python 3.10 or later; what else it needs goes into build/docs-venv. The site loads nothing from elsewhere.
set -eu
cd "$(dirname "$0")/.."

if ! cmp -s docs/requirements.txt build/docs-venv/requirements.txt || ! build/docs-venv/bin/python -c '' 2>/dev/null; then
  for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11 none; do
    [ "$python" != none ] || { echo "docs: no Python >= 3.10 with the venv module" >&2 && exit 1; }
    "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && break
  done
  rm -rf build/docs-venv
  mkdir -p build
  "$python" -m venv build/docs-venv
  build/docs-venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: -r docs/requirements.txt
  cp docs/requirements.txt build/docs-venv/
fi

build/docs-venv/bin/python docs/reference.py --check
# Not --quiet, with which --strict finds nothing wrong.
NO_MKDOCS_2_WARNING=1 build/docs-venv/bin/python -m mkdocs build --strict --config-file docs/site/mkdocs.yml \
  --site-dir "$PWD/build/site" >build/docs.log 2>&1 || { cat build/docs.log >&2 && exit 1; }
echo "docs: built build/site"
