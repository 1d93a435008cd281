#include "services/http/cookies.hpp"

#include "services/http/header_syntax.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::http {
namespace {

constexpr std::size_t most_cookies = 64;

bool is_cookie_value(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c != 0x7F && c != ';'; });
}

std::string_view without_quotes(std::string_view value) {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') return value.substr(1, value.size() - 2);
    return value;
}

std::string set_cookie(std::string_view value, bool secure, std::string_view more) {
    std::string header{session_cookie_name(secure)};
    header.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax").append(more);
    if (secure) header += "; Secure";
    return header;
}

} // namespace

std::map<std::string, std::string> parse_cookies(std::string_view header) {
    std::map<std::string, std::string> cookies;
    for (std::size_t begin = 0; begin < header.size() && cookies.size() < most_cookies;) {
        const auto end = std::min(header.find(';', begin), header.size());
        const auto piece = trim_blanks(header.substr(begin, end - begin));
        begin = end + 1;

        const auto equals = piece.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = piece.substr(0, equals);
        const auto value = without_quotes(piece.substr(equals + 1));
        if (is_token(name) && is_cookie_value(value)) cookies.emplace(name, value);
    }
    return cookies;
}

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-sid" : "sid"; }

std::string session_cookie(std::string_view token, bool secure) {
    if (token.empty() || !std::all_of(token.begin(), token.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        }))
        throw std::logic_error("a session token consists of [A-Za-z0-9_-]");
    return set_cookie(token, secure, "");
}

std::string expired_session_cookie(bool secure) { return set_cookie("", secure, "; Max-Age=0"); }

} // namespace hiroba::http
