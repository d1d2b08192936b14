# Defines cogen::arrow (cogen::cogen, Arrow and Parquet), or says in COGEN_ARROW_MISSING why it can't.
# Used by the build and, installed beside cogen-config.cmake, by find_package(cogen COMPONENTS arrow).
if(TARGET cogen::arrow)
  return()
endif()
unset(COGEN_ARROW_MISSING)

include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_QUIET TRUE)
check_cxx_source_compiles("#include <cstddef>\n#ifndef _LIBCPP_VERSION\n#error\n#endif\nint main() {}" COGEN_USES_LIBCXX)
unset(CMAKE_REQUIRED_QUIET)
if(COGEN_USES_LIBCXX)
  set(COGEN_ARROW_MISSING "Arrow's libraries are built with libstdc++, and this build uses libc++")
  return()
endif()

# cogen::arrow is visible everywhere, so what it links must be too.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL TRUE)
find_package(Arrow 20 CONFIG QUIET)
if(Arrow_FOUND)
  find_package(Parquet CONFIG QUIET)
endif()
if(Arrow_FOUND AND Parquet_FOUND)
  set(COGEN_ARROW_VERSION "${Arrow_VERSION} (system)")
  if(TARGET Arrow::arrow_shared AND TARGET Parquet::parquet_shared)
    set(COGEN_ARROW_LIBRARIES Parquet::parquet_shared Arrow::arrow_shared)
  else()
    set(COGEN_ARROW_LIBRARIES Parquet::parquet_static Arrow::arrow_static)
  endif()
else()
  list(PREPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
  find_package(PyArrow 20 QUIET)
  list(POP_FRONT CMAKE_MODULE_PATH)
  set(COGEN_ARROW_VERSION "${PyArrow_VERSION} (${PyArrow_INCLUDE_DIR})")
  set(COGEN_ARROW_LIBRARIES PyArrow::parquet PyArrow::arrow)
endif()
unset(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL)

if(NOT (Arrow_FOUND AND Parquet_FOUND) AND NOT PyArrow_FOUND)
  set(COGEN_ARROW_MISSING
    "neither Arrow and Parquet >= 20 nor a Python with pyarrow found; \
install Arrow C++, or 'python3 -m pip install pyarrow' in an environment and set COGEN_PYTHON to its python")
  return()
endif()

add_library(cogen::arrow INTERFACE IMPORTED GLOBAL)
target_link_libraries(cogen::arrow INTERFACE cogen::cogen ${COGEN_ARROW_LIBRARIES} ${CMAKE_DL_LIBS})
