# Writes which commit is built into HEADER, at build time, and only when it has changed. Called with
# -DSOURCE=... -DHEADER=... -P.
if(EXISTS ${SOURCE}/.git)  # else a folder above might answer
  execute_process(COMMAND git describe --always --dirty --abbrev=12 --exclude=*
                  WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE commit ERROR_QUIET
                  OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT commit)
  set(commit unknown)
endif()
set(text "// Written by sim/file/commit.cmake at every build.\n#define PERMEA_COMMIT \"${commit}\"\n")
if(EXISTS ${HEADER})
  file(READ ${HEADER} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${HEADER} "${text}")
endif()
