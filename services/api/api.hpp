// The routes of services/http/openapi.yaml: each decodes, calls one use case, and encodes.
#pragma once

#include "services/context.hpp"
#include "services/http/http.hpp"

#include <string>

namespace hiroba::services::api {

struct ApiOptions {
    bool secure_cookies = true; // false: the trial on plain HTTP
    // Every origin our own pages may have ("https://yoyaku.example.lg.jp"). Empty in the trial: the page's own host.
    std::string public_origin;
};

// The whole API. Everything given must outlive the router.
[[nodiscard]] http::Router make_router(const Context& context, const ApiOptions& options);

} // namespace hiroba::services::api
