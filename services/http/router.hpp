// Which handler answers which path. No regular expressions: a path is a list of segments, a pattern is one too.
#pragma once

#include "services/http/request.hpp"
#include "services/http/response.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::http {

using Handler = std::function<Response(const Request&)>;

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // `pattern` is "/api/v1/bookings/{booking_id}": literal segments and captures of one whole, non-empty segment.
    // A literal wins over a capture. Throws std::logic_error for a malformed pattern or a route that exists already.
    void add(Method method, std::string_view pattern, Handler handler);

    // Fills request.path_parameters and answers: the handler's response; 404 `not_found`; 405 `method_not_allowed`
    // with Allow; OPTIONS: 204 with Allow. HEAD is answered by the GET handler (the server sends no body then),
    // OPTIONS and HEAD by a handler of their own where one was added. Safe to call from many threads.
    [[nodiscard]] Response dispatch(Request& request) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
};

} // namespace hiroba::http
