#!/bin/sh
# conan.sh CONAN RECIPES FOLDER COMPILER: makes the package and builds and runs its test_package, in a Conan home of its
# own and without any remote.
set -eu
conan=$1 recipes=$2 folder=$3
export CXX="$4" CONAN_HOME="$folder/home"
rm -rf "$folder"
"$conan" profile detect
"$conan" remote disable '*'
"$conan" create "$recipes" -s compiler.cppstd=20 \
  -c tools.cmake.cmaketoolchain:generator=Ninja -c tools.cmake.cmake_layout:test_folder="$folder/test"
# It serves all settings.
"$conan" install --requires="cogen/[*]" --build=never -s compiler.cppstd=23 -s build_type=Debug
