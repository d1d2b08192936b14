#!/bin/sh
# Installs what building and testing cogen needs, on Debian 12 and Ubuntu 22.04 or later:
#   sh .ci/setup.sh          g++, CMake, libraries, and Python environments in build/venv and build/packaging
#   sh .ci/setup.sh clang    also clang 19 with libc++; exit status 3 if the system's archives have none
# Only what is missing is installed, as root or with sudo. Writes build/env, which the run scripts read.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$1"; }
stop() {
  printf 'setup: %s\n' "$1" >&2
  exit "${2:-1}"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# install_packages STATUS PACKAGE...: installs those that are missing; stops with STATUS if one can't be had.
install_packages() {
  status=$1
  shift
  missing=
  for package; do
    case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
      installed*) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || stop "run as root or install sudo, to install:$missing"
  say "installing with apt-get:$missing"
  as_root apt-get update -qq >/dev/null || say "apt-get update failed; going on with the package lists at hand"
  for package in $missing; do
    LC_ALL=C apt-cache policy "$package" | grep -q 'Candidate: [^(]' ||
      stop "this system's archives have no package $package" "$status"
  done
  # shellcheck disable=SC2086
  as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    stop "apt-get could not install:$missing" "$status"
}

# Ubuntu 22.04 has no SQLiteCpp: the two programs that use it are then left out.
unavailable=
install_if_there_is() {
  name=$1
  shift
  (install_packages 3 "$@") 2>/dev/null && return 0
  [ $? = 3 ] || install_packages 1 "$@"
  say "left out, for this system's archives have none: $name"
  unavailable="$unavailable$name;"
}

major() { "$1" -dumpversion 2>/dev/null | cut -d. -f1; }

# The Python packages need 3.11; any interpreter that can make environments will do.
python=
find_python() {
  for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$candidate
      return 0
    fi
  done
  return 1
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
  stop "this system has no apt-get; install by hand what .ci/setup.sh names, then use the CMake presets"

install_packages 1 g++ cmake ninja-build ccache git ca-certificates pkg-config catch2 libbenchmark-dev \
  libcpp-httplib-dev nlohmann-json3-dev rapidjson-dev libcli11-dev libfmt-dev zlib1g-dev libssl-dev libgumbo-dev \
  librange-v3-dev libboost-dev libboost-context-dev gdb
install_if_there_is SQLiteCpp libsqlitecpp-dev libsqlite3-dev
cxx=g++
if [ "$(major g++)" -lt 12 ]; then
  install_packages 1 g++-12
  cxx=g++-12
fi

# python_environment FOLDER REQUIREMENTS: made again where the requirements have changed.
python_environment() {
  cmp -s "$2" "$1/requirements.txt" && "$1/bin/python" -c '' 2>/dev/null && return 0
  if ! find_python; then
    install_packages 1 python3 python3-venv
    find_python || install_packages 1 python3.11 python3.11-venv
    find_python || stop "no Python >= 3.11 with the venv module"
  fi
  say "installing into $1: $(tr '\n' ' ' <"$2")"
  rm -rf "$1"
  mkdir -p build
  "$python" -m venv "$1" || stop "$python could not make the Python environment $1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --prefer-binary -r "$2" ||
    stop "pip could not install $2 into $1; its lines above say why"
  cp "$2" "$1/requirements.txt"
}
python_environment build/venv .ci/requirements.txt
python_environment build/packaging .ci/packaging-requirements.txt  # a newer CMake for C++ modules, and Conan

# Ubuntu 22.04's CMake is 3.22.
if [ ! -x build/venv/bin/cmake ] && ! cmake --version | awk 'NR == 1 { split($3, v, "."); exit !(v[1] > 3 || v[2] >= 24) }'; then
  say "installing into build/venv: cmake, for the system's is older than 3.24"
  build/venv/bin/python -m pip install --quiet --disable-pip-version-check 'cmake==3.31.6' ||
    stop "pip could not install cmake into build/venv; its lines above say why"
fi

{
  [ ! -x build/venv/bin/cmake ] || echo "PATH='$PWD/build/venv/bin':\$PATH"
  echo "CXX=\${CXX:-$cxx}"
  echo "COGEN_UNAVAILABLE='$unavailable'"
  echo "export PATH CXX COGEN_UNAVAILABLE"
} >build/env

if [ "${1-}" = clang ]; then
  install_packages 3 clang-19 libc++-19-dev libc++abi-19-dev libclang-rt-19-dev clang-tidy-19 clang-format-19 \
    clang-tools-19 llvm-19
fi
say "everything is in place"
