// application/x-www-form-urlencoded, nested with brackets, as Stripe reads it: `a[b][0]=…`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace hiroba::payments::stripe {

// Builds a body field by field, in the order given: the same fields always give the same bytes.
class FormBody {
public:
    FormBody& add(std::string_view name, std::string_view value); // brackets of the name stay readable
    FormBody& add(std::string_view name, std::int64_t value);
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

using FormFields = std::map<std::string, std::string>; // "line_items[0][quantity]" → "1"

enum class FormFault { bad_percent_encoding, repeated_field };

// Reads a body (or a query string) back into its fields.
[[nodiscard]] tl::expected<FormFields, FormFault> decode_form(std::string_view body);

} // namespace hiroba::payments::stripe
