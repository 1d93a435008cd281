#include "services/http/parameters.hpp"

#include "services/http/problem.hpp"

#include <charconv>

namespace hiroba::http {

std::optional<std::int64_t> parse_integer(std::string_view text, IntegerRange range) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (std::to_string(number) != text) return std::nullopt;
    if (number < range.least || number > range.most) return std::nullopt;
    return number;
}

tl::expected<std::int64_t, Response> path_integer(const Request& request, std::string_view name, IntegerRange range) {
    const auto number = parse_integer(request.path_parameters.at(std::string{name}), range);
    if (!number) return tl::unexpected(problem(404, "not_found"));
    return *number;
}

tl::expected<std::optional<std::int64_t>, Response> query_integer(const Request& request, std::string_view name,
                                                                  IntegerRange range) {
    const auto found = request.query_parameters.find(std::string{name});
    if (found == request.query_parameters.end()) return std::nullopt;
    const auto number = parse_integer(found->second, range);
    if (!number) return tl::unexpected(problem(400, "invalid_query_parameter", {{"parameter", name}}));
    return number;
}

tl::expected<std::string, Response> query_word(const Request& request, std::string_view name) {
    const auto found = request.query_parameters.find(std::string{name});
    if (found == request.query_parameters.end() || found->second.empty())
        return tl::unexpected(problem(400, "missing_query_parameter", {{"parameter", name}}));
    return found->second;
}

} // namespace hiroba::http
