# The Arrow C++ and Parquet libraries inside the pyarrow wheel.
# In:  COGEN_PYTHON, else the Python of the build folder's venv, else of COGEN_VENV, else python3.
# Out: PyArrow_FOUND, PyArrow_VERSION, PyArrow_INCLUDE_DIR, PyArrow_LIBRARY_DIR,
#      and the targets PyArrow::arrow and PyArrow::parquet.
include(FindPackageHandleStandardArgs)

set(PyArrow_PYTHON python3)
foreach(candidate IN ITEMS "${COGEN_PYTHON}" "${CMAKE_BINARY_DIR}/venv/bin/python" "${COGEN_VENV}/bin/python")
  if(candidate AND EXISTS "${candidate}")
    set(PyArrow_PYTHON "${candidate}")
    break()
  endif()
endforeach()

execute_process(
  COMMAND "${PyArrow_PYTHON}" -c
    "import pyarrow as p; print(p.__version__, p.get_include(), p.get_library_dirs()[0], sep=';')"
  OUTPUT_VARIABLE PyArrow_PLACES OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE PyArrow_RESULT ERROR_QUIET)
unset(PyArrow_VERSION)
unset(PyArrow_INCLUDE_DIR)
unset(PyArrow_LIBRARY_DIR)
if(PyArrow_RESULT EQUAL 0)
  list(GET PyArrow_PLACES 0 PyArrow_VERSION)
  list(GET PyArrow_PLACES 1 PyArrow_INCLUDE_DIR)
  list(GET PyArrow_PLACES 2 PyArrow_LIBRARY_DIR)
endif()

# A wheel carries the versioned names only (libarrow.so.2600), so find_library would not see them.
foreach(library IN ITEMS arrow parquet)
  set(PyArrow_${library}_LIBRARY "PyArrow_${library}_LIBRARY-NOTFOUND")
  file(GLOB found "${PyArrow_LIBRARY_DIR}/lib${library}.so.*")
  if(PyArrow_LIBRARY_DIR AND found)
    list(GET found 0 PyArrow_${library}_LIBRARY)
  endif()
endforeach()

find_package_handle_standard_args(PyArrow
  REQUIRED_VARS PyArrow_INCLUDE_DIR PyArrow_arrow_LIBRARY PyArrow_parquet_LIBRARY
  VERSION_VAR PyArrow_VERSION)

if(PyArrow_FOUND AND NOT TARGET PyArrow::arrow)
  # Linking by full path gives build trees their rpath; libparquet finds libarrow beside itself.
  foreach(library IN ITEMS arrow parquet)
    add_library(PyArrow::${library} SHARED IMPORTED GLOBAL)
    set_target_properties(PyArrow::${library} PROPERTIES
      IMPORTED_LOCATION "${PyArrow_${library}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${PyArrow_INCLUDE_DIR}"
      INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${PyArrow_INCLUDE_DIR}")
  endforeach()
  target_link_libraries(PyArrow::parquet INTERFACE PyArrow::arrow)
endif()
