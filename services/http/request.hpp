// One request as handlers see it: decoded once, checked once, limited in every direction.
#pragma once

#include "services/http/body_file.hpp"
#include "services/http/method.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hiroba::http {

struct Request {
    Method method = Method::get;
    std::string path; // percent-decoded, valid UTF-8, begins with '/'
    std::string body;
    std::shared_ptr<ReceivedBody> received; // the body instead, where LargeBodies says so
    std::string request_id;                 // from the front door when well-formed, else made here
    std::string client_address;             // as the front door saw it; the peer's when there is no front door
    std::map<std::string, std::string> path_parameters;  // what {name} in the route's pattern matched
    std::map<std::string, std::string> query_parameters; // decoded; a repeated name never gets this far
    std::map<std::string, std::string> cookies;
    std::map<std::string, std::string> headers; // names in lower case; repeated headers joined by ", "

    // The value of a header; `name` in any case.
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

} // namespace hiroba::http
