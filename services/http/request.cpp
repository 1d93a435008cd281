#include "services/http/request.hpp"

#include "services/http/header_syntax.hpp"

namespace hiroba::http {

std::optional<std::string> Request::header(std::string_view name) const {
    const auto found = headers.find(lower_case(name));
    if (found == headers.end()) return std::nullopt;
    return found->second;
}

} // namespace hiroba::http
