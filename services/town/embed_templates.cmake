# cmake -DOUTPUT=file.cpp -P embed_templates.cmake -- FILE…: the shipped templates as a C++ source.
set(entries "")
set(after_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
  set(file "${CMAKE_ARGV${index}}")
  if(after_dashes)
    file(READ "${file}" text)
    get_filename_component(name "${file}" NAME_WE)
    string(APPEND entries "        {\"${name}\", R\"hiroba_toml(${text})hiroba_toml\"},\n")
  elseif(file STREQUAL "--")
    set(after_dashes TRUE)
  endif()
endforeach()
file(WRITE "${OUTPUT}" "// Made from services/town/templates; do not edit.
#include \"services/town/document_loader.hpp\"

namespace hiroba::services {

const std::vector<ShippedTemplate>& shipped_templates() {
    static const std::vector<ShippedTemplate> templates{
${entries}    };
    return templates;
}

} // namespace hiroba::services
")
