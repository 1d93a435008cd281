#include "tests/support/sample_files.hpp"

using namespace std::string_literals;

namespace hiroba::test {
namespace {

std::string big_endian(std::uint32_t number, int bytes) {
    std::string text;
    for (int at = bytes - 1; at >= 0; --at)
        text += static_cast<char>(number >> (8 * at) & 0xFF);
    return text;
}

// Bit by bit, as PNG's annex D explains it.
std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

std::string png_chunk(const std::string& type, const std::string& data) {
    return big_endian(static_cast<std::uint32_t>(data.size()), 4) + type + data + big_endian(crc32(type + data), 4);
}

std::string jpeg_segment(char code, const std::string& data) {
    return "\xFF"s + code + big_endian(static_cast<std::uint32_t>(data.size() + 2), 2) + data;
}

} // namespace

std::string sample_pdf(std::string_view more) {
    std::string pdf = "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R " + std::string{more} +
                      " >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
                      "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj\n";
    const auto table = std::to_string(pdf.size());
    pdf += "xref\n0 1\n0000000000 65535 f \ntrailer << /Size 4 /Root 1 0 R >>\nstartxref\n" + table + "\n%%EOF";
    return pdf;
}

std::string sample_jpeg(std::uint16_t width, std::uint16_t height) {
    return "\xFF\xD8"s + jpeg_segment('\xE0', "JFIF\0\1\2\0\0\1\0\1\0\0"s) +
           jpeg_segment('\xC0', "\x08"s + big_endian(height, 2) + big_endian(width, 2) + "\1\1\x11\0"s) +
           jpeg_segment('\xDA', "\1\1\0\0\x3F\0"s) + "\x12\x34\xFF\x00\x56\xFF\xD0\x78"s + "\xFF\xD9"s;
}

std::string sample_png(std::uint32_t width, std::uint32_t height) {
    return "\x89PNG\r\n\x1A\n"s + png_chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + "\x08\0\0\0\0"s) +
           png_chunk("IDAT", "\x78\x9C\x03\0\0\0\0\1"s) + png_chunk("IEND", "");
}

} // namespace hiroba::test
