#!/bin/sh
# Sets up, builds and measures the main job, and writes docs/benchmarks/main-job.md: sh bench/main_job/run.sh [options]
# Exit status 1 where a bar is missed. Takes about three minutes; --help names the options.
set -eu
cd "$(dirname "$0")/../.."
sh .ci/setup.sh
. ./build/env
cmake --preset release -DCOGEN_REQUIRE_ALL=ON --log-level=WARNING
cmake --build --preset release --target arrow_write
exec build/venv/bin/python bench/main_job/measure.py "$@"
