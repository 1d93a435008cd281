#include "services/http/percent_encoding.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <string>
#include <vector>

using namespace hiroba::http;

namespace {

struct Case {
    std::string encoded;
    std::string decoded; // or the refusal's code
};

std::string outcome(const hiroba::Result<std::string>& result) { return result ? *result : result.error().code; }

} // namespace

TEST_CASE("a path is decoded strictly") {
    const std::vector<Case> cases{
        {"/", "/"},
        {"/api/v1/bookings", "/api/v1/bookings"},
        {"/%E5%85%AC%e6%b0%91%E9%A4%A8", "/公民館"},
        {"/a%20b", "/a b"},
        {"/a+b", "/a+b"},
        {"/%41%2D", "/A-"},
        {"/100%", "bad_percent_escape"},
        {"/%4", "bad_percent_escape"},
        {"/%4g", "bad_percent_escape"},
        {"/%%41", "bad_percent_escape"},
        {"/% 41", "bad_percent_escape"},
        {"/%u516C", "bad_percent_escape"},
        {"/a%2Fb", "encoded_slash"},
        {"/a%2fb", "encoded_slash"},
        {"/a%00", "nul_byte"},
        {"/%FF", "invalid_utf8"},
        {"/%E5%85", "invalid_utf8"},
        {"/%C0%AF", "invalid_utf8"},            // overlong '/'
        {"/%C1%81", "invalid_utf8"},            // overlong 'A'
        {"/%E0%80%AF", "invalid_utf8"},         // overlong '/'
        {"/%F0%80%80%AF", "invalid_utf8"},      // overlong '/'
        {"/%ED%A0%80", "invalid_utf8"},         // surrogate
        {"/%F4%90%80%80", "invalid_utf8"},      // beyond U+10FFFF
        {"/%F4%8F%BF%BF", "/\xF4\x8F\xBF\xBF"}, // U+10FFFF itself
        {"/%ED%9F%BF", "/\xED\x9F\xBF"},        // last before the surrogates
        {"/%25%32%46", "/%2F"},                 // decoded once, never twice
        {"/a/../b", "dot_segment"},
        {"/a/%2e%2E/b", "dot_segment"},
        {"/./b", "dot_segment"},
        {"/..", "dot_segment"},
        {"/...", "/..."},
        {"/.well-known", "/.well-known"},
    };
    for (const auto& [encoded, decoded] : cases) {
        CAPTURE(encoded);
        CHECK(outcome(decode_path(encoded)) == decoded);
    }
}

TEST_CASE("a query component is decoded strictly, and its plus signs are spaces") {
    const std::vector<Case> cases{
        {"", ""},
        {"a+b", "a b"},
        {"a%2Bb", "a+b"},
        {"a%2Fb", "a/b"},
        {"%E4%BD%93%E8%82%B2", "体育"},
        {"%", "bad_percent_escape"},
        {"%00", "nul_byte"},
        {"%80", "invalid_utf8"},
        {"..", ".."},
    };
    for (const auto& [encoded, decoded] : cases) {
        CAPTURE(encoded);
        CHECK(outcome(decode_query_component(encoded)) == decoded);
    }
}

TEST_CASE("what was encoded decodes to itself, whatever the text") {
    const bool holds = rc::check([](const std::vector<char32_t>& seed) {
        std::string text;
        for (const auto value : seed) {
            const auto point = static_cast<unsigned>(value) % 0x80 + 1;
            text += point > 0x7E ? std::string("館") : std::string(1, static_cast<char>(point));
        }
        RC_ASSERT(decode_query_component(percent_encode(text)).value() == text);
    });
    CHECK(holds);
}

TEST_CASE("no bytes make the decoders do anything but decode or refuse") {
    const bool holds = rc::check([](const std::string& bytes) {
        const auto path = decode_path(bytes);
        if (path) RC_ASSERT(is_valid_utf8(*path) && path->find('\0') == std::string::npos);
        const auto component = decode_query_component(bytes);
        if (component) RC_ASSERT(is_valid_utf8(*component) && component->size() <= bytes.size());
    });
    CHECK(holds);
}
