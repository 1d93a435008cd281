// The answer of a rule that says no: a stable code and the facts that explain it, no wording.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <variant>

namespace hiroba {

// One fact of a refusal: a number (yen, people, minutes, epoch milliseconds) or a word (a date, a code).
using Fact = std::variant<std::int64_t, std::string>;

// Why something was refused. `code` is part of the API contract (`already_taken`,
// `outside_booking_window`, …); the sentence for people lives in the message catalogues.
struct [[nodiscard]] Refusal {
    std::string code;
    std::map<std::string, Fact> facts;

    Refusal(std::string_view refusal_code, std::map<std::string, Fact> refusal_facts = {})
        : code(refusal_code), facts(std::move(refusal_facts)) {}
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// What a rule answers: the value, or why not.
template <class T>
using Result = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(std::string_view code, std::map<std::string, Fact> facts = {}) {
    return tl::unexpected<Refusal>(Refusal{code, std::move(facts)});
}

} // namespace hiroba
