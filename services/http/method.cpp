#include "services/http/method.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hiroba::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 9> methods{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::del, "DELETE"},
    {Method::options, "OPTIONS"},
    {Method::trace, "TRACE"},
    {Method::connect, "CONNECT"},
}};

} // namespace

std::string_view method_name(Method method) {
    return std::find_if(methods.begin(), methods.end(), [&](const auto& entry) { return entry.first == method; })
        ->second;
}

std::optional<Method> parse_method(std::string_view name) {
    const auto found =
        std::find_if(methods.begin(), methods.end(), [&](const auto& entry) { return entry.second == name; });
    if (found == methods.end()) return std::nullopt;
    return found->first;
}

bool is_safe(Method method) {
    return method == Method::get || method == Method::head || method == Method::options || method == Method::trace;
}

} // namespace hiroba::http
