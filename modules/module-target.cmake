# Defines cogen::module, a library of your own build that `import cogen;` needs, or says in COGEN_MODULE_MISSING why not.
# It is built with your flags: a module that was compiled with others can't be imported.
# Used by the build and, installed beside cogen-config.cmake, by find_package(cogen COMPONENTS module).
if(TARGET cogen::module)
  return()
endif()
unset(COGEN_MODULE_MISSING)

if(CMAKE_VERSION VERSION_LESS 3.28)
  set(COGEN_MODULE_MISSING "modules need CMake 3.28 or later, this is ${CMAKE_VERSION}")
elseif(CMAKE_GENERATOR MATCHES "Makefiles")
  set(COGEN_MODULE_MISSING "modules need another generator than ${CMAKE_GENERATOR}, such as Ninja")
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  set(COGEN_MODULE_MISSING "modules need g++ 14 or later, or clang, this is g++ ${CMAKE_CXX_COMPILER_VERSION}")
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT CMAKE_CXX_COMPILER_CLANG_SCAN_DEPS)
  set(COGEN_MODULE_MISSING "clang-scan-deps was not found (Debian: clang-tools-19)")
endif()
if(COGEN_MODULE_MISSING)
  return()
endif()

add_library(cogen_module STATIC)
add_library(cogen::module ALIAS cogen_module)
target_sources(cogen_module PUBLIC FILE_SET CXX_MODULES
  BASE_DIRS ${CMAKE_CURRENT_LIST_DIR} FILES ${CMAKE_CURRENT_LIST_DIR}/cogen.cppm)
set_target_properties(cogen_module PROPERTIES CXX_SCAN_FOR_MODULES ON)
target_link_libraries(cogen_module PUBLIC cogen::cogen)
