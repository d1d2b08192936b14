#!/bin/sh
# Sets up, builds and runs the benchmarks: sh bench/run.sh [options of Google Benchmark], from any directory.
set -eu
cd "$(dirname "$0")/.."
sh .ci/setup.sh
. ./build/env
cmake --preset release -DCOGEN_REQUIRE_ALL=ON --log-level=WARNING
cmake --build --preset release --target benchmarks
ran=0
for source in bench/*.cpp; do
  [ -e "$source" ] || continue
  name=$(basename "$source" .cpp)
  echo "== $name"
  "build/release/bench/$name" "$@"
  ran=$((ran + 1))
done
echo "bench: $ran benchmark programs ran"
