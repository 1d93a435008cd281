#include "payments/stripe/form_body.hpp"

#include <optional>

namespace hiroba::payments::stripe {
namespace {

bool is_plain(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text, std::string_view also_plain) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_plain(c) || also_plain.find(c) != std::string_view::npos) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.append({'%', hex[byte >> 4U], hex[byte & 0x0FU]});
    }
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out.push_back(text[at] == '+' ? ' ' : text[at]);
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[at + 1]);
        const int low = hex_value(text[at + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
        at += 2;
    }
    return out;
}

} // namespace

FormBody& FormBody::add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_.push_back('&');
    append_encoded(text_, name, "[]");
    text_.push_back('=');
    append_encoded(text_, value, "");
    return *this;
}

FormBody& FormBody::add(std::string_view name, std::int64_t value) { return add(name, std::to_string(value)); }

tl::expected<FormFields, FormFault> decode_form(std::string_view body) {
    FormFields fields;
    while (!body.empty()) {
        const std::string_view pair = body.substr(0, body.find('&'));
        body.remove_prefix(pair.size() == body.size() ? pair.size() : pair.size() + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals));
        auto value = decoded(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
        if (!name || !value) return tl::unexpected(FormFault::bad_percent_encoding);
        if (!fields.emplace(std::move(*name), std::move(*value)).second)
            return tl::unexpected(FormFault::repeated_field);
    }
    return fields;
}

} // namespace hiroba::payments::stripe
