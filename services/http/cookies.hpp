// Cookies (RFC 6265): what a browser sends, and the one cookie we set.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace hiroba::http {

// Parses the value of a Cookie header. Never fails: pieces without '=', with an empty or impossible name, or with
// control characters are left out, for a browser cannot repair the cookies another site of the town has set.
// Of two cookies of one name the first counts (the more specific path, RFC 6265 §5.4).
[[nodiscard]] std::map<std::string, std::string> parse_cookies(std::string_view header);

// `__Host-sid` over TLS: the browser then refuses it from subdomains and without Secure. The prefix is impossible on
// plain HTTP, so the trial on one machine uses `sid`.
[[nodiscard]] std::string_view session_cookie_name(bool secure);

// The value of a Set-Cookie header that opens a session (HttpOnly, SameSite=Lax, Path=/, until the browser closes).
[[nodiscard]] std::string session_cookie(std::string_view token, bool secure);

// The value of a Set-Cookie header that ends it.
[[nodiscard]] std::string expired_session_cookie(bool secure);

} // namespace hiroba::http
