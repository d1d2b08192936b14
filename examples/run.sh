#!/bin/sh
# Sets up, builds and runs the main job: an HTTP API written to Parquet. sh examples/run.sh [options of api_to_parquet]
# From any directory; transactions.parquet is written into the current one. See --help for the options.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/build/release/examples/api_to_parquet/api_to_parquet

# What is said while building goes to stderr: stdout is the program's.
(
  cd "$root"
  sh .ci/setup.sh
  . ./build/env
  cmake --preset release -DCOGEN_REQUIRE_ALL=ON --log-level=WARNING
  cmake --build --preset release --target api_to_parquet
) >&2
exec "$program" "$@"
