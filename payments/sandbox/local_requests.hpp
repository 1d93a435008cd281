// What the parts of the sandbox share in answering.
#pragma once

#include "services/http/http.hpp"

#include <string>
#include <utility>

namespace hiroba::sandbox {

[[nodiscard]] inline http::Response html_response(int status, std::string html, const std::string& policy) {
    return {status,
            std::move(html),
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Cache-Control", "no-store"},
             {"Content-Security-Policy", policy}}};
}

// A request that came through the front door carries the address of who asked.
[[nodiscard]] inline bool comes_from_this_machine(const http::Request& request) {
    return !request.header("x-forwarded-for");
}

// The handler, for requests of this machine alone; for others there is nothing (404).
template <class Handler>
[[nodiscard]] auto only_local(Handler handler) {
    return [handler = std::move(handler)](const http::Request& request) {
        return comes_from_this_machine(request) ? handler(request) : http::problem(404, "not_found");
    };
}

} // namespace hiroba::sandbox
