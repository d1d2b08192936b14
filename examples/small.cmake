# Snippets: what the documents show. Each is a program that checks itself, and a test.
file(GLOB snippets CONFIGURE_DEPENDS snippets/*.cpp)
foreach(snippet IN LISTS snippets)
  cmake_path(GET snippet STEM name)
  file(STRINGS ${snippet} uses_arrow REGEX "#include <cogen/arrow")
  if(uses_arrow AND NOT TARGET cogen::arrow)
    cogen_left_out("snippet ${name}" "it needs cogen::arrow")
    continue()
  endif()
  cogen_add_example(snippet_${name} ${snippet})
  set_target_properties(snippet_${name} PROPERTIES
    OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/snippets)
  if(uses_arrow)
    target_link_libraries(snippet_${name} PRIVATE cogen::arrow)
  endif()
  add_test(NAME "snippet: ${name}" COMMAND snippet_${name} WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  set_tests_properties("snippet: ${name}" PROPERTIES LABELS snippets TIMEOUT 600)
endforeach()

# What docs/reference/python-to-cogen.md shows, a program a family; tests/docs/check_reference.py runs them.
file(GLOB references CONFIGURE_DEPENDS reference/*.cpp)
foreach(reference IN LISTS references)
  cmake_path(GET reference STEM name)
  cogen_add_example(reference_${name} ${reference})
  set_target_properties(reference_${name} PROPERTIES
    OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/reference)
endforeach()

# Small programs, one a file: each is a test too, which compares what it prints with the .txt next to it.
add_custom_target(examples_programs)
function(cogen_add_example_programs folder)
  file(GLOB programs CONFIGURE_DEPENDS ${folder}/*.cpp)
  foreach(program IN LISTS programs)
    cmake_path(GET program STEM name)
    set(libraries fmt::fmt-header-only)  # the compiled one is of no use to a libc++ build
    file(STRINGS ${program} uses_rapidjson REGEX "#include <rapidjson/")
    if(uses_rapidjson)
      list(APPEND libraries rapidjson::rapidjson)
    endif()
    set(missing)
    foreach(library IN LISTS libraries)
      if(NOT TARGET ${library})
        list(APPEND missing ${library})
      endif()
    endforeach()
    if(missing)
      cogen_left_out("example ${name}" "not found: ${missing}")
      continue()
    endif()
    cogen_add_example(example_${name} ${program})
    target_link_libraries(example_${name} PRIVATE ${libraries})
    set_target_properties(example_${name} PROPERTIES
      OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${folder})
    add_dependencies(examples_programs example_${name})
    add_test(NAME "example: ${name}"
      COMMAND ${CMAKE_COMMAND} -D program=$<TARGET_FILE:example_${name}>
              -D expected=${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${name}.txt
              -D actual=${CMAKE_CURRENT_BINARY_DIR}/${folder}/${name}.actual.txt
              -P ${PROJECT_SOURCE_DIR}/tests/examples/check_output.cmake)
    set_tests_properties("example: ${name}" PROPERTIES LABELS examples_programs TIMEOUT 60)
  endforeach()
endfunction()
cogen_add_example_programs(generators)
cogen_add_example_programs(pipelines)
add_test(NAME "example: the output checker goes red when it should"
  COMMAND ${CMAKE_COMMAND} -D folder=${CMAKE_CURRENT_BINARY_DIR}/check_output
          -P ${PROJECT_SOURCE_DIR}/tests/examples/check_output_test.cmake)
set_tests_properties("example: the output checker goes red when it should" PROPERTIES LABELS examples_programs)
