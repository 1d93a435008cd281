#include "services/http/request_id.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace hiroba::http {
namespace {

bool is_request_id(std::string_view text) {
    return text.size() >= 16 && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
           });
}

} // namespace

std::string request_id_from(std::string_view offered) {
    if (is_request_id(offered)) return std::string{offered};
    std::array<unsigned char, 16> chance{};
    randombytes_buf(chance.data(), chance.size());
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    for (const unsigned char byte : chance) {
        id += digits[byte >> 4U];
        id += digits[byte & 15U];
    }
    return id;
}

} // namespace hiroba::http
