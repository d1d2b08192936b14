#!/bin/sh
# pkg_config.sh PREFIX FOLDER COMPILER FLAGS...: a program without a build system. The prefix is moved first: cogen.pc must
# not name the place where it was installed.
set -eu
prefix=$1 folder=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder"
cp -R "$prefix" "$folder/moved"
export PKG_CONFIG_PATH="$folder/moved/share/pkgconfig"
pkg-config --exact-version="$(pkg-config --modversion cogen)" cogen
# shellcheck disable=SC2046
"$@" -std=c++20 -Wall -Wextra -Werror $(pkg-config --cflags cogen) "$(dirname "$0")/consumer.cpp" -o "$folder/consumer" -MD
"$folder/consumer"
grep -q "$folder/moved.*/cogen.hpp" "$folder"/*.d
