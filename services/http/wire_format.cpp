#include "services/http/wire_format.hpp"

#include "services/http/header_syntax.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace hiroba::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 20> reasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> default_headers{{
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

std::string_view reason_of(int status) {
    const auto found =
        std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) { return reason.first == status; });
    if (found == reasons.end()) throw std::logic_error("a status that is not in use: " + std::to_string(status));
    return found->second;
}

void name_the_request(Response& response, std::string_view request_id) {
    const auto* type = response.header("Content-Type");
    if (type == nullptr || !type->starts_with("application/problem+json")) return;
    auto body = nlohmann::json::parse(response.body);
    body["request_id"] = request_id;
    response.body = body.dump();
}

void append_header(std::string& wire, std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_header_value(value)) throw std::logic_error("a header that breaks out of its line");
    wire.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::string wire_format(Response response, const WireOptions& options) {
    name_the_request(response, options.request_id);
    std::string wire = "HTTP/1.1 ";
    wire.append(std::to_string(response.status)).append(" ").append(reason_of(response.status)).append("\r\n");
    for (const auto& [name, value] : response.headers)
        append_header(wire, name, value);
    for (const auto& [name, value] : default_headers)
        if (response.header(name) == nullptr) append_header(wire, name, value);
    append_header(wire, "X-Request-Id", options.request_id);
    append_header(wire, "Connection", options.keep_alive ? "keep-alive" : "close");
    const bool bodiless = response.status == 204 || response.status == 304;
    const std::uint64_t file_size = response.file ? response.file->size() : 0;
    if (!bodiless) append_header(wire, "Content-Length", std::to_string(response.body.size() + file_size));
    wire += "\r\n";
    if (!bodiless && !options.without_body) wire += response.body;
    return wire;
}

} // namespace hiroba::http
