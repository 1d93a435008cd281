// The guard against other sites acting with a visitor's session (CSRF).
#pragma once

#include "services/http/request.hpp"
#include "services/http/response.hpp"

#include <optional>
#include <string_view>

namespace hiroba::http {

// The answer 403 `cross_site_request` when a request that changes something does not come from our own pages:
// its Origin is another than `public_origin` ("https://yoyaku.example.lg.jp", no slash at the end), or Sec-Fetch-Site
// says so, or it carries cookies and says neither. Nothing when it may pass.
// Not for webhooks: providers send no Origin and prove themselves by signature.
[[nodiscard]] std::optional<Response> refuse_cross_site(const Request& request, std::string_view public_origin);

} // namespace hiroba::http
