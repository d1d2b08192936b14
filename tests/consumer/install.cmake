# Installs the build into an empty prefix, so that a file that is no longer installed is missed. Packs the sources that a
# user's build needs, as a release would.
file(REMOVE_RECURSE ${prefix})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${prefix} COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND ${CMAKE_COMMAND} -E tar czf ${archive} CMakeLists.txt LICENSE include modules packaging tools
  WORKING_DIRECTORY ${source} COMMAND_ERROR_IS_FATAL ANY)
