# cmake -DOUTPUT=file.cpp -P embed_migrations.cmake -- FILE…: the migrations as a C++ source.
set(entries "")
set(after_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
  set(file "${CMAKE_ARGV${index}}")
  if(after_dashes)
    file(READ "${file}" text)
    get_filename_component(name "${file}" NAME)
    string(APPEND entries "    {\"${name}\", R\"hiroba_sql(${text})hiroba_sql\"},\n")
  elseif(file STREQUAL "--")
    set(after_dashes TRUE)
  endif()
endforeach()
file(WRITE "${OUTPUT}" "// Made from persistence/migrations; do not edit.
#include \"persistence/engine/migrations.hpp\"

#include <vector>

namespace hiroba::persistence {

std::span<const MigrationFile> embedded_migrations() {
    static const std::vector<MigrationFile> files{
${entries}    };
    return files;
}

} // namespace hiroba::persistence
")
