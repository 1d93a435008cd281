// The nine methods of HTTP (RFC 9110 §9, RFC 5789). Anything else is refused before a handler sees it.
#pragma once

#include <optional>
#include <string_view>

namespace hiroba::http {

enum class Method { get, head, post, put, patch, del, options, trace, connect };

// "GET", "DELETE", … as on the wire.
[[nodiscard]] std::string_view method_name(Method method);

// The method of that exact name (methods are case-sensitive), or nothing.
[[nodiscard]] std::optional<Method> parse_method(std::string_view name);

// Methods that promise to change nothing (RFC 9110 §9.2.1).
[[nodiscard]] bool is_safe(Method method);

} // namespace hiroba::http
