# cmake -D folder=... -P check_output_test.cmake: check_output.cmake accepts a good program and refuses each bad one.
cmake_minimum_required(VERSION 3.24)

file(REMOVE_RECURSE ${folder})
file(WRITE ${folder}/hello.txt "hello\n")
file(WRITE ${folder}/longer.txt "hello\n\n")
file(WRITE ${folder}/shorter.txt "hello")

# check(red|green expected run help other): the name of a .txt, and what the program does without arguments, with
# --help, and with any other.
function(check color expected run help other)
  file(WRITE ${folder}/program "#!/bin/sh\ncase \"$*\" in\n'') ${run} ;;\n--help) ${help} ;;\n*) ${other} ;;\nesac\n")
  file(CHMOD ${folder}/program PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D program=${folder}/program -D expected=${folder}/${expected}
            -D actual=${folder}/actual -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/check_output.cmake
    RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE errors)
  if(color STREQUAL "green" AND NOT status STREQUAL "0")
    message(SEND_ERROR "refused: ${ARGV}: ${errors}")
  elseif(color STREQUAL "red" AND status STREQUAL "0")
    message(SEND_ERROR "accepted: ${ARGV}")
  endif()
endfunction()

set(refuse "echo no >&2 && exit 2")
check(green hello.txt "echo hello" "echo help" "${refuse}")
check(red longer.txt "echo hello" "echo help" "${refuse}")
check(red shorter.txt "echo hello" "echo help" "${refuse}")
check(red missing.txt "echo hello" "echo help" "${refuse}")
check(red hello.txt "echo hello && exit 3" "echo help" "${refuse}")
check(red hello.txt "echo hello && kill -9 $$" "echo help" "${refuse}")
check(red hello.txt "echo hello && echo oops >&2" "echo help" "${refuse}")
check(red hello.txt "echo hello" "true" "${refuse}")
check(red hello.txt "echo hello" "echo help && exit 1" "${refuse}")
check(red hello.txt "echo hello" "echo help" "true")
check(red hello.txt "echo hello" "echo help" "exit 2")
check(red hello.txt "echo hello" "echo help" "echo no && exit 2")
check(red hello.txt "echo hello" "echo help" "echo no >&2 && echo really >&2 && exit 2")
