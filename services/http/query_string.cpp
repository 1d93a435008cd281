#include "services/http/query_string.hpp"

#include "services/http/percent_encoding.hpp"

#include <algorithm>

namespace hiroba::http {

Result<std::map<std::string, std::string>> parse_query(std::string_view query, std::size_t most_parameters) {
    std::map<std::string, std::string> parameters;
    for (std::size_t begin = 0; begin < query.size();) {
        const auto end = std::min(query.find('&', begin), query.size());
        const auto piece = query.substr(begin, end - begin);
        begin = end + 1;
        if (piece.empty()) continue;

        const auto equals = std::min(piece.find('='), piece.size());
        auto name = decode_query_component(piece.substr(0, equals));
        if (!name) return tl::unexpected(name.error());
        auto value = decode_query_component(equals < piece.size() ? piece.substr(equals + 1) : std::string_view{});
        if (!value) return tl::unexpected(value.error());

        if (name->empty()) return refuse("empty_query_parameter_name");
        if (parameters.contains(*name)) return refuse("repeated_query_parameter", {{"parameter", *name}});
        if (parameters.size() == most_parameters) return refuse("too_many_query_parameters");
        parameters.emplace(std::move(*name), std::move(*value));
    }
    return parameters;
}

} // namespace hiroba::http
