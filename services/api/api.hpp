// The routes of services/http/openapi.yaml: each decodes, calls one use case, and encodes.
#pragma once

#include "services/context.hpp"
#include "services/http/http.hpp"

#include <string>
#include <string_view>

namespace hiroba::services::api {

struct ApiOptions {
    bool secure_cookies = true; // false: the trial on plain HTTP
    // Every origin our own pages may have ("https://yoyaku.example.lg.jp"). Empty in the trial: the page's own host.
    std::string public_origin;
};

// The whole API. Everything given must outlive the router.
[[nodiscard]] http::Router make_router(const Context& context, const ApiOptions& options);

// Whether the body of such a request is a file that somebody attaches: it is received into a file, never into memory.
[[nodiscard]] bool is_upload(http::Method method, std::string_view path);

} // namespace hiroba::services::api
