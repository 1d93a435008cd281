#include "tests/documents/pdf_tools.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <unistd.h>

namespace hiroba::test {
namespace {

// The PDF in a folder of its own while it is looked at.
class LaidOut {
public:
    explicit LaidOut(const std::string& pdf) {
        std::string pattern = (std::filesystem::temp_directory_path() / "hiroba-pdf-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for a PDF");
        folder_ = pattern;
        std::ofstream(folder_ / "paper.pdf", std::ios::binary) << pdf;
    }
    LaidOut(const LaidOut&) = delete;
    LaidOut& operator=(const LaidOut&) = delete;
    ~LaidOut() { std::filesystem::remove_all(folder_); }

    // What the command prints; PDF and PAGE stand for the files in it.
    [[nodiscard]] std::string shown_by(const std::string& command) const {
        const std::string whole = "cd '" + folder_.string() + "' && " + command + " 2>&1";
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(whole.c_str(), "r"), pclose};
        if (!pipe) throw std::runtime_error(command + " cannot be started");
        std::string output;
        std::array<char, 4096> buffer{};
        while (const auto read = fread(buffer.data(), 1, buffer.size(), pipe.get()))
            output.append(buffer.data(), read);
        return output;
    }

private:
    std::filesystem::path folder_;
};

} // namespace

std::string text_of(const std::string& pdf) { return LaidOut{pdf}.shown_by("pdftotext paper.pdf -"); }
std::string joined(std::string text) {
    for (const std::string_view blank : {" ", "\n", "\f", "\u3000"})
        for (auto at = text.find(blank); at != std::string::npos; at = text.find(blank, at))
            text.erase(at, blank.size());
    return text;
}

std::string fonts_of(const std::string& pdf) { return LaidOut{pdf}.shown_by("pdffonts paper.pdf"); }
std::string properties_of(const std::string& pdf) { return LaidOut{pdf}.shown_by("pdfinfo paper.pdf"); }
std::string structure_of(const std::string& pdf) { return LaidOut{pdf}.shown_by("pdfinfo -struct paper.pdf"); }

std::string boxes_of(const std::string& pdf) { return LaidOut{pdf}.shown_by("pdftotext -bbox paper.pdf -"); }

std::string codes_of(const std::string& pdf) {
    return LaidOut{pdf}.shown_by(
        "pdftoppm -r 200 -f 1 -l 1 -png -singlefile paper.pdf page && zbarimg -q --raw page.png");
}

int pages_of(const std::string& pdf) {
    const std::string properties = properties_of(pdf);
    const auto at = properties.find("Pages:");
    if (at == std::string::npos) throw std::runtime_error("no PDF: " + properties);
    return std::atoi(properties.c_str() + at + 6);
}

} // namespace hiroba::test
