// The query of a request target as names and values.
#pragma once

#include "domain/core/refusal.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace hiroba::http {

// Parses "a=1&b=%E5%85%AC" (without the '?'). A name without '=' has the empty value; empty pieces ("&&") are skipped.
// Refusals: `repeated_query_parameter` (two readers would pick different values), `too_many_query_parameters`,
// `empty_query_parameter_name`, and those of decode_query_component().
[[nodiscard]] Result<std::map<std::string, std::string>> parse_query(std::string_view query,
                                                                     std::size_t most_parameters);

} // namespace hiroba::http
