// A request body field by field: everything that is wrong is told at once, and nothing is guessed.
#pragma once

#include "services/http/problem.hpp"

#include <cstdint>
#include <memory>
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

// The version of something as the browser saw it: a number that JavaScript can hold.
inline constexpr NumberLimits any_version{1, (std::int64_t{1} << 53) - 1};

struct CountLimits {
    std::size_t fewest = 0;
    std::size_t most = 0;
};

// Reads one JSON object. A field that is missing or wrong gives an empty value and a fault; `finish` then answers
// 422 `invalid_request` with {"pointer","code"} for each: required, unknown_field, wrong_type, too_short, too_long,
// too_low, too_high, not_allowed, control_characters, too_few, too_many.
class BodyReader {
public:
    explicit BodyReader(const nlohmann::json& body);

    std::string text(const char* name, TextLimits limits);                         // blanks at both ends are taken off
    std::optional<std::string> optional_text(const char* name, TextLimits limits); // empty counts as absent
    std::string secret(const char* name, TextLimits limits);                       // taken as it is
    std::int64_t number(const char* name, NumberLimits limits);
    std::optional<std::int64_t> optional_number(const char* name, NumberLimits limits);
    bool flag(const char* name);
    std::optional<bool> optional_flag(const char* name);
    std::string one_of(const char* name, const std::vector<std::string>& allowed);
    std::optional<std::string> optional_one_of(const char* name, const std::vector<std::string>& allowed);
    std::string word(const char* name,
                     std::size_t longest = 40); // a code, date or time: its own rule says what is wrong
    std::optional<std::string> optional_word(const char* name, std::size_t longest = 40);

    [[nodiscard]] bool has(const char* name) const;
    // Readers of the objects of a list, or of the one object, that report into this one. A list that may be left out
    // has fewest = 0. What they read is checked with `finish` of this reader, after `close` of each.
    std::vector<BodyReader> objects(const char* name, CountLimits limits);
    std::optional<BodyReader> object(const char* name, bool required = true);
    std::vector<std::string> words(const char* name, CountLimits limits);
    // Faults every field of this object nobody asked for.
    void close();

    // Also faults every field nobody asked for.
    [[nodiscard]] std::optional<http::Response> finish();

private:
    const nlohmann::json* field(const char* name, bool required);
    void fault(const char* name, const char* code, nlohmann::json facts = nlohmann::json::object());
    std::optional<std::string> checked(const char* name, std::string text, TextLimits limits);

    BodyReader(const nlohmann::json& body, std::string pointer, std::shared_ptr<std::vector<http::FieldError>> faults);
    const nlohmann::json* list(const char* name, CountLimits limits);

    const nlohmann::json* body_;
    std::string pointer_; // of this object
    std::set<std::string> asked_;
    std::shared_ptr<std::vector<http::FieldError>> faults_;
};

} // namespace hiroba::services::api
