#include "domain/attachments/file_kind.hpp"
#include "domain/attachments/file_name.hpp"
#include "tests/support/sample_files.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <string>

using namespace hiroba;
using namespace std::string_literals;

namespace {

std::string outcome(std::string_view bytes) {
    const auto recognised = recognise_file(bytes);
    if (!recognised) return recognised.error().code;
    return std::string{name_of(recognised->kind)} + " " + std::to_string(recognised->size);
}

std::string outcome_of_name(std::string_view name) {
    const auto checked = checked_file_name(name);
    return checked ? *checked : std::get<std::string>(checked.error().facts.at("reason"));
}

} // namespace

TEST_CASE("a document is what is in it") {
    const auto pdf = test::sample_pdf();
    const auto jpeg = test::sample_jpeg();
    const auto png = test::sample_png();
    CHECK(outcome(pdf) == "pdf " + std::to_string(pdf.size()));
    CHECK(outcome(jpeg) == "jpeg " + std::to_string(jpeg.size()));
    CHECK(outcome(png) == "png " + std::to_string(png.size()));
}

TEST_CASE("what is none of the three is refused, and why") {
    struct Row {
        const char* what;
        std::string bytes;
        const char* refusal;
    };
    const std::array rows = std::to_array<Row>({
        {"nothing", "", "attachment_empty"},
        {"a web page", "<!doctype html><script>alert(1)</script>", "attachment_type_refused"},
        {"an SVG picture", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "attachment_type_refused"},
        {"a Windows program", "MZ\x90"s, "attachment_type_refused"},
        {"an archive", "PK\x03\x04"s, "attachment_type_refused"},
        {"a picture of an iPhone", "\0\0\0\x18"s + "ftypheic\0\0\0\0mif1heic"s, "attachment_heic"},
        {"a film", "\0\0\0\x18"s + "ftypisom\0\0\0\0"s, "attachment_type_refused"},
        {"a PDF after something else", " " + test::sample_pdf(), "attachment_type_refused"},
        {"only the name of a PDF", "%PDF-1.7\n", "attachment_broken"},
        {"a PDF whose table lies nowhere", "%PDF-1.7\nstartxref\n999999\n%%EOF", "attachment_broken"},
        {"a PDF without its last line", test::sample_pdf().substr(0, test::sample_pdf().size() - 8),
         "attachment_broken"},
        {"a PDF with a password", test::sample_pdf("/Encrypt 5 0 R"), "attachment_encrypted"},
        {"a PDF that runs a script", test::sample_pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
         "attachment_active"},
        {"a PDF that spells a script", test::sample_pdf("/Open#41ction<</S/Java#53cript/J#53(app.alert(1))>>"),
         "attachment_active"},
        {"a PDF that spells all of a script's letters",
         test::sample_pdf("/OpenAction<</S/#4a#61#76#61#53#63#72#69#70#74>>"), "attachment_active"},
        {"a PDF that spells its password", test::sample_pdf("/Encryp#74 5 0 R"), "attachment_encrypted"},
        {"a PDF that starts a program", test::sample_pdf("/OpenAction << /S /Launch >>"), "attachment_active"},
        {"a PDF that carries files", test::sample_pdf("/Names << /EmbeddedFiles 5 0 R >>"), "attachment_active"},
        {"only the beginning of a JPEG", "\xFF\xD8\xFF\xE0"s, "attachment_broken"},
        {"a JPEG of no height", test::sample_jpeg(0, 10), "attachment_broken"},
        {"a JPEG of 4 billion pixels", test::sample_jpeg(65535, 65535), "attachment_too_many_pixels"},
        {"a PNG of no width", test::sample_png(0, 10), "attachment_broken"},
        {"a PNG of 4 billion pixels", test::sample_png(65535, 65535), "attachment_too_many_pixels"},
    });
    for (const auto& [what, bytes, refusal] : rows) {
        CAPTURE(what);
        CHECK(outcome(bytes) == refusal);
    }
}

TEST_CASE("what follows the end of a document does not belong to it") {
    for (const std::string& document : {test::sample_pdf(), test::sample_jpeg(), test::sample_png()}) {
        const auto whole = outcome(document);
        CHECK(outcome(document + "PK\x03\x04 an archive") == whole);
        CHECK(outcome(document + "<script>alert(1)</script>") == whole);
    }
}

TEST_CASE("a document that ends too early is never taken for a whole one") {
    rc::check([] {
        for (const std::string& document : {test::sample_pdf(), test::sample_jpeg(), test::sample_png()}) {
            const auto cut = *rc::gen::inRange<std::size_t>(0, document.size());
            RC_ASSERT(!recognise_file(std::string_view{document}.substr(0, cut)));
        }
    });
}

TEST_CASE("a byte of a PNG that was changed is noticed") {
    rc::check([] {
        auto png = test::sample_png();
        const auto at = *rc::gen::inRange<std::size_t>(0, png.size());
        png[at] = static_cast<char>(png[at] ^ (1 << *rc::gen::inRange(0, 8)));
        RC_ASSERT(!recognise_file(png));
    });
}

TEST_CASE("whatever the bytes are, reading them ends, and takes no more than there is") {
    rc::check([] {
        const auto tail = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
        for (const std::string& head : {"%PDF-1.7\n"s, "\xFF\xD8\xFF"s, test::sample_png().substr(0, 8), ""s}) {
            const auto recognised = recognise_file(head + tail);
            if (recognised) RC_ASSERT(recognised->size <= head.size() + tail.size());
        }
    });
}

TEST_CASE("a name is shown as it is, or refused") {
    struct Row {
        std::string name;
        std::string outcome;
    };
    const std::array rows = std::to_array<Row>({
        {"間取り図.pdf", "間取り図.pdf"},
        {"IMG 0001.JPG", "IMG 0001.JPG"},
        {"家族👨‍👩‍👧.png", "家族👨‍👩‍👧.png"},
        {"", "empty"},
        {"   ", "empty"},
        {std::string(101, 'a'), "too_long"},
        {"../../etc/passwd", "path"},
        {"C:\\Users\\a.pdf", "path"},
        {".htaccess", "path"},
        {"..", "path"},
        {"a\nb.pdf", "control"},
        {"a\0b.pdf"s, "control"},
        {"a\x7F.pdf", "control"},
        {"a\u0085.pdf", "control"},
        {"report\u202Efdp.exe", "control"},
        {"a\u200Bb.pdf", "control"},
        {"a\u2028b.pdf", "control"},
        {"a\u2066b.pdf", "control"},
        {"\uFEFFa.pdf", "control"},
        {"\xFF\xFE", "control"},
    });
    for (const auto& [name, expected] : rows) {
        CAPTURE(name);
        CHECK(outcome_of_name(name) == expected);
    }
}

TEST_CASE("what is given back ends as what it is") {
    CHECK(download_name("図.pdf", FileKind::pdf) == "図.pdf");
    CHECK(download_name("図.PDF", FileKind::pdf) == "図.PDF");
    CHECK(download_name("photo.jpeg", FileKind::jpeg) == "photo.jpeg");
    CHECK(download_name("photo.jpg", FileKind::jpeg) == "photo.jpg");
    CHECK(download_name("photo", FileKind::png) == "photo.png");
    CHECK(download_name("setup.exe", FileKind::pdf) == "setup.exe.pdf");
    CHECK(download_name("photo.jpeg", FileKind::png) == "photo.jpeg.png");
}
