# Runs the port's portfile as vcpkg would, with stand-ins for the functions of vcpkg that it calls; they do what those do
# to a port with headers alone: cmake -D port=... -D folder=... -P vcpkg.cmake. Leaves the package in ${folder}/package.
cmake_minimum_required(VERSION 3.24)
file(REMOVE_RECURSE ${folder})

set(PORT cogen)
set(CURRENT_PORT_DIR ${port})
set(CURRENT_PACKAGES_DIR ${folder}/package)

function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" SOURCE_PATH OPTIONS)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${arg_SOURCE_PATH} -B ${folder}/build ${arg_OPTIONS}
            -DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR} -DCMAKE_BUILD_TYPE=Release
    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(vcpkg_cmake_install)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${folder}/build --target install COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Moves the CMake files to where vcpkg has them, and corrects the prefix that they compute from there.
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" CONFIG_PATH "")
  set(share ${CURRENT_PACKAGES_DIR}/share/${PORT})
  file(GLOB files ${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}/*)
  file(COPY ${files} DESTINATION ${share})
  cmake_path(GET arg_CONFIG_PATH PARENT_PATH parent)
  file(REMOVE_RECURSE ${CURRENT_PACKAGES_DIR}/${parent})
  file(READ ${share}/cogen-targets.cmake targets)
  set(up "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n")
  string(REPLACE "${up}${up}${up}" "${up}${up}" targets "${targets}")
  file(WRITE ${share}/cogen-targets.cmake "${targets}")
endfunction()

function(vcpkg_fixup_pkgconfig)
  if(NOT EXISTS ${CURRENT_PACKAGES_DIR}/share/pkgconfig/cogen.pc)
    message(FATAL_ERROR "no cogen.pc")
  endif()
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" FILE_LIST)
  configure_file(${arg_FILE_LIST} ${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright COPYONLY)
endfunction()

include(${port}/portfile.cmake)

foreach(file IN ITEMS include/cogen.hpp share/cogen/cogen-config.cmake share/cogen/usage share/cogen/copyright)
  if(NOT EXISTS ${CURRENT_PACKAGES_DIR}/${file})
    message(FATAL_ERROR "the package has no ${file}")
  endif()
endforeach()
foreach(folder IN ITEMS lib bin debug share/cmake)
  if(EXISTS ${CURRENT_PACKAGES_DIR}/${folder})
    message(FATAL_ERROR "the package has a folder ${folder}")
  endif()
endforeach()
