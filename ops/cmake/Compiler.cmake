# Flags that every target shares: warnings are errors, sanitizers by preset,
# a compiler cache and a fast linker where they are installed.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# -O2 without -DNDEBUG: assertions stay on in production (a broken invariant stops the request, not the data).
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")

set(HIROBA_SANITIZER "" CACHE STRING "address (with undefined) or thread")
if(HIROBA_SANITIZER STREQUAL "address")
  # Nearly everything is compiled for it, and its tests wait for databases: compiling fast saves more than running fast.
  string(REPLACE "-O1" "-O0" CMAKE_CXX_FLAGS_DEBUG "${CMAKE_CXX_FLAGS_DEBUG}")
  # Left out are what AddressSanitizer stops at by itself (a null pointer that is used), what cannot hurt on the machines
  # that we run on (alignment), what sees nothing without optimisation (object-size), and what only our casts to SOCI's
  # backends and foreign attributes could offend: with them three times the code is compiled, linked and run.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-sanitize=null,alignment,object-size,vptr,nonnull-attribute,returns-nonnull-attribute)
  add_link_options(-fsanitize=address,undefined)
elseif(HIROBA_SANITIZER STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(HIROBA_SANITIZER)
  message(FATAL_ERROR "HIROBA_SANITIZER is 'address' or 'thread', not '${HIROBA_SANITIZER}'")
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Every clone of the repository shares the cache: paths below it are relative, for the cache and in what it keeps; and
  # so does every caller, whose language the cache would tell apart.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env --unset=LC_ALL LANG=C.UTF-8
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE_PROGRAM})
  add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

function(hiroba_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Werror
    -Wno-restrict) # g++ 12 sees overlaps in std::string's own code (its bug 105651)
endfunction()

# hiroba_library(NAME SOURCES…): a layer's static library, included from the repository root.
function(hiroba_library name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  hiroba_warnings(${name})
endfunction()
