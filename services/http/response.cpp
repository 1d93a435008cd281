#include "services/http/response.hpp"

#include "services/http/header_syntax.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hiroba::http {
namespace {

auto header_named(std::string_view name) {
    return [wanted = lower_case(name)](const std::pair<std::string, std::string>& header) {
        return lower_case(header.first) == wanted;
    };
}

} // namespace

const std::string* Response::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), header_named(name));
    return found == headers.end() ? nullptr : &found->second;
}

Response json_response(int status, const nlohmann::json& body) {
    return Response{status, body.dump(), {{"Content-Type", "application/json; charset=utf-8"}}};
}

Response see_other(std::string_view location) { return Response{303, {}, {{"Location", std::string{location}}}}; }

void set_header(Response& response, std::string_view name, std::string_view value) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(), header_named(name));
    if (found == response.headers.end())
        response.headers.emplace_back(name, value);
    else
        found->second = value;
}

} // namespace hiroba::http
