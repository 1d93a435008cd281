// A request body field by field: everything that is wrong is told at once, and nothing is guessed.
#pragma once

#include "services/http/problem.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::services::api {

struct TextLimits {
    std::size_t shortest = 1; // in characters, not bytes
    std::size_t longest = 100;
};
struct NumberLimits {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

// Reads one JSON object. A field that is missing or wrong gives an empty value and a fault; `finish` then answers
// 422 `invalid_request` with {"pointer","code"} for each: required, unknown_field, wrong_type, too_short, too_long,
// too_low, too_high, not_allowed, control_characters.
class BodyReader {
public:
    explicit BodyReader(const nlohmann::json& body);

    std::string text(const char* name, TextLimits limits);                         // blanks at both ends are taken off
    std::optional<std::string> optional_text(const char* name, TextLimits limits); // empty counts as absent
    std::string secret(const char* name, TextLimits limits);                       // taken as it is
    std::int64_t number(const char* name, NumberLimits limits);
    bool flag(const char* name);
    std::string one_of(const char* name, const std::vector<std::string>& allowed);

    // Also faults every field nobody asked for.
    [[nodiscard]] std::optional<http::Response> finish();

private:
    const nlohmann::json* field(const char* name, bool required);
    void fault(const char* name, const char* code, nlohmann::json facts = nlohmann::json::object());
    std::optional<std::string> checked(const char* name, std::string text, TextLimits limits);

    const nlohmann::json& body_;
    std::set<std::string> asked_;
    std::vector<http::FieldError> faults_;
};

} // namespace hiroba::services::api
