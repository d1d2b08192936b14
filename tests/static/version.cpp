#include <cogen/config.hpp>

// project(VERSION) in CMakeLists.txt is the one version; the header repeats it for users without CMake.
static_assert(COGEN_VERSION_MAJOR == EXPECTED_VERSION_MAJOR);
static_assert(COGEN_VERSION_MINOR == EXPECTED_VERSION_MINOR);
static_assert(COGEN_VERSION_PATCH == EXPECTED_VERSION_PATCH);
