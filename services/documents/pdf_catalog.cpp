#include "services/documents/pdf_catalog.hpp"

#include <stdexcept>
#include <string_view>

namespace hiroba::documents {
namespace {

[[noreturn]] void not_as_expected() { throw std::logic_error("a PDF that is not as Cairo writes it"); }

std::string_view after_last(std::string_view text, std::string_view mark) {
    const auto at = text.rfind(mark);
    if (at == std::string_view::npos) not_as_expected();
    return text.substr(at + mark.size());
}

// The number that the text begins with, blanks before it left out.
std::string number_at(std::string_view text) {
    const auto begin = text.find_first_not_of(" \n\r");
    if (begin == std::string_view::npos) not_as_expected();
    const auto end = text.find_first_not_of("0123456789", begin);
    if (end == begin || end == std::string_view::npos) not_as_expected();
    return std::string{text.substr(begin, end - begin)};
}

std::string offset_in_table(std::size_t offset) {
    constexpr std::size_t digits = 10; // PDF 1.7, 7.5.4
    const std::string number = std::to_string(offset);
    return std::string(digits - number.size(), '0') + number;
}

} // namespace

std::string with_language(std::string pdf) {
    const std::string_view trailer = after_last(pdf, "\ntrailer\n");
    const std::string size = number_at(after_last(trailer, "/Size"));
    const std::string root = number_at(after_last(trailer, "/Root"));
    const std::string info = number_at(after_last(trailer, "/Info"));
    const std::string previous = number_at(after_last(pdf, "startxref"));

    const std::string header = "\n" + root + " 0 obj\n<<";
    const auto begin = pdf.rfind(header);
    if (begin == std::string::npos) not_as_expected();
    const auto end = pdf.find("\nendobj\n", begin);
    if (end == std::string::npos) not_as_expected();
    const std::string entries = pdf.substr(begin + header.size(), end - begin - header.size());

    if (pdf.back() != '\n') pdf += '\n';
    const std::size_t catalog_at = pdf.size();
    pdf +=
        root + " 0 obj\n<< /Lang (ja-JP)\n   /ViewerPreferences << /DisplayDocTitle true >>" + entries + "\nendobj\n";
    const std::size_t table_at = pdf.size();
    pdf += "xref\n" + root + " 1\n" + offset_in_table(catalog_at) + " 00000 n \n";
    pdf += "trailer\n<< /Size " + size + " /Root " + root + " 0 R /Info " + info + " 0 R /Prev " + previous +
           " >>\nstartxref\n" + std::to_string(table_at) + "\n%%EOF\n";
    return pdf;
}

} // namespace hiroba::documents
