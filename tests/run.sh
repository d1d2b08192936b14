#!/bin/sh
# Sets up, configures, builds and tests: sh tests/run.sh [preset [CMake arguments]], from any directory.
#   COGEN_BUILD_NAME   folder below build/ (default: the preset's name)
#   COGEN_JOBS         parallel jobs (default: all processors)
set -eu
cd "$(dirname "$0")/.."
preset=${1:-release}
[ $# = 0 ] || shift
name=${COGEN_BUILD_NAME:-$preset}
jobs=${COGEN_JOBS:-$(nproc)}

# Nothing may be left out unnoticed; only a libc++ build cannot have Arrow.
require_all=ON
case $preset in *libcxx) require_all=OFF ;; esac
case $preset in clang*) sh .ci/setup.sh clang ;; *) sh .ci/setup.sh ;; esac
. ./build/env

# The thread sanitizer of g++ 12 stops where the kernel spreads addresses too widely.
if [ "$preset" = tsan ] && setarch -R true 2>/dev/null && [ -z "${COGEN_FIXED_ADDRESSES-}" ]; then
  export COGEN_FIXED_ADDRESSES=1
  exec setarch -R sh tests/run.sh "$preset" "$@"
fi

cmake --preset "$preset" -B "build/$name" -DCOGEN_REQUIRE_ALL=$require_all "$@"
cmake --build "build/$name" -j "$jobs"
export UBSAN_OPTIONS=print_stacktrace=1
ctest --test-dir "build/$name" --output-on-failure --no-tests=error --timeout 600 -j "$jobs" -O "build/$name/ctest.log"

# ctest calls a skipped test a success; here it is not one.
if grep -q 'did not run' "build/$name/ctest.log"; then
  echo "tests: some tests did not run in build/$name" >&2
  exit 1
fi
echo "tests: $(sed -n 's/.*tests passed, 0 tests failed out of //p' "build/$name/ctest.log") passed in build/$name"
