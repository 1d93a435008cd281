// What a town says about its papers: who issues them, in which letters, on which forms.
#pragma once

#include "domain/documents/template.hpp"

#include <map>
#include <string>

namespace hiroba {

struct DocumentRules {
    std::string issuer;       // 発行者: "星見川町長　星野　渡"
    std::string contact;      // 問合せ先, one line; may be empty
    std::string seal_note;    // "公印省略"; may be empty
    std::string font;         // family of the text, as fontconfig names it
    std::string heading_font; // family of titles and heads
    std::string extra_font;   // for the letters of names that the others do not have; may be empty
    std::map<DocumentKind, DocumentTemplate> templates; // one of every kind
    friend bool operator==(const DocumentRules&, const DocumentRules&) = default;
};

} // namespace hiroba
