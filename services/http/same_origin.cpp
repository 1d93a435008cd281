#include "services/http/same_origin.hpp"

#include "services/http/problem.hpp"

namespace hiroba::http {
namespace {

bool comes_from_our_pages(const Request& request, std::string_view public_origin) {
    if (const auto origin = request.header("origin")) return *origin == public_origin;
    if (const auto site = request.header("sec-fetch-site")) return *site == "same-origin";
    return request.cookies.empty();
}

} // namespace

std::optional<Response> refuse_cross_site(const Request& request, std::string_view public_origin) {
    if (is_safe(request.method) || comes_from_our_pages(request, public_origin)) return std::nullopt;
    return problem(403, "cross_site_request");
}

} // namespace hiroba::http
