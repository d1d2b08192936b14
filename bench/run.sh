#!/bin/sh
# Sets up, builds and measures, with g++, clang 19 where the system's archives have it, and CPython; then writes
# docs/benchmarks.md and checks the bars of bench/questions.toml: sh bench/run.sh [options], from any directory.
#   --compiler NAME   g++ or clang alone; the page keeps what was measured last with the other
#   --quick           a short look: the page goes to build/bench/quick, and the bars don't decide the exit status
#   anything else     is an option of Google Benchmark; with --benchmark_filter rows are only printed
# Results are in build/bench/<g++, clang or cpython>/*.json. Exit status 1 where a bar is missed.
set -eu
cd "$(dirname "$0")/.."

stop() {
  echo "bench: $1" >&2
  exit 2
}

compilers="g++ clang"
asked=
mode=full
quick=
for argument; do
  shift
  case $asked,$argument in
    next,g++ | next,clang) asked=$argument compilers=$argument ;;
    next,*) stop "--compiler is g++ or clang" ;;
    *,--compiler) asked=next ;;
    *,--compiler=g++ | *,--compiler=clang) asked=${argument#*=} compilers=${argument#*=} ;;
    *,--quick) quick=yes ;;
    *,--benchmark_filter=*) mode=part && set -- "$@" "$argument" ;;
    *,--benchmark_*) set -- "$@" "$argument" ;;
    *) stop "no such option: $argument; see the first lines of bench/run.sh" ;;
  esac
done
[ "$asked" != next ] || stop "--compiler is g++ or clang"
if [ "$quick" ]; then
  [ "$mode" = part ] || mode=quick
  set -- --benchmark_repetitions=3 --benchmark_min_time=0.01 "$@"
fi
case $mode in full) results=build/bench ;; *) results=build/bench/$mode ;; esac

case $compilers in
  g++) sh .ci/setup.sh ;;
  *)
    status=0
    sh .ci/setup.sh clang || status=$?
    if [ "$status" = 3 ] && [ -z "$asked" ]; then
      echo "bench: clang left out, it is not in the archives"
      compilers=g++
    elif [ "$status" != 0 ]; then
      exit "$status"
    fi
    ;;
esac
. ./build/env
python=build/venv/bin/python

folder() {
  case $1 in g++) echo build/release ;; clang) echo build/bench-clang ;; esac
}

# Everything is built before anything is measured: a busy or hot machine is slower.
for compiler in $compilers; do
  case $compiler in
    g++) cmake --preset release -DCOGEN_REQUIRE_ALL=ON --log-level=WARNING ;;
    clang)
      cmake --preset clang-libstdcxx -B "$(folder clang)" -DCOGEN_REQUIRE_ALL=ON -DCOGEN_ARROW=OFF \
        -DCOGEN_BUILD_TESTS=OFF -DCOGEN_BUILD_EXAMPLES=OFF --log-level=WARNING
      ;;
  esac
  cmake --build "$(folder "$compiler")" --target benchmarks
done

measured=
for compiler in $compilers; do
  $python bench/measure.py "$compiler" "$(folder "$compiler")" "$results/$compiler" "$@"
  measured="$measured --compiler $compiler"
done
[ "$mode" != part ] || exit 0

case $mode in
  full)
    $python bench/python/questions.py $results/cpython
    $python bench/report.py --results $results
    ;;
  quick)
    $python bench/python/questions.py $results/cpython --repetitions 1 --divide 10
    $python bench/report.py --results $results --output $results
    ;;
esac
status=0
# shellcheck disable=SC2086
$python bench/check.py --results $results $measured || status=$?
[ "$mode" = full ] || [ "$status" != 1 ] || status=0
exit "$status"
