# cmake -D program=... -D expected=... -D actual=... -P check_output.cmake
# Without arguments the program prints exactly what is in the file `expected`; what it printed is left in `actual`.
# With --help it says something; any other argument it refuses, in one line on stderr.
cmake_minimum_required(VERSION 3.24)

execute_process(COMMAND ${program} OUTPUT_FILE ${actual} RESULT_VARIABLE status ERROR_VARIABLE errors)
if(NOT status STREQUAL "0")
  message(FATAL_ERROR "${program} fails, ${status}: ${errors}")
elseif(NOT errors STREQUAL "")
  message(FATAL_ERROR "${program} prints on stderr: ${errors}")
elseif(NOT EXISTS ${expected})
  message(FATAL_ERROR "there is no ${expected}; the program prints what is in ${actual}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${expected} ${actual}
  RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
if(NOT status STREQUAL "0")
  execute_process(COMMAND diff -u ${expected} ${actual})
  message(FATAL_ERROR "${actual}, which is what ${program} prints, is not ${expected}")
endif()

execute_process(COMMAND ${program} --help RESULT_VARIABLE status OUTPUT_VARIABLE help ERROR_VARIABLE errors)
if(NOT status STREQUAL "0" OR help STREQUAL "" OR NOT errors STREQUAL "")
  message(FATAL_ERROR "${program} --help: ${status}, stdout \"${help}\", stderr \"${errors}\"")
endif()
foreach(arguments IN ITEMS "nonsense" "--help;nonsense")
  execute_process(COMMAND ${program} ${arguments} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT status MATCHES "^[1-9][0-9]*$" OR NOT output STREQUAL "" OR NOT errors MATCHES "^[^\n]+\n$")
    message(FATAL_ERROR "${program} ${arguments}: ${status}, stdout \"${output}\", stderr \"${errors}\"")
  endif()
endforeach()
