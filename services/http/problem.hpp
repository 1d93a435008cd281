// Refusals on the wire: application/problem+json (RFC 9457) with a stable code; the sentence is the front end's.
#pragma once

#include "domain/core/refusal.hpp"
#include "services/http/response.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::http {

// One field that was refused. `pointer` is a JSON pointer into the request's body ("/people").
struct FieldError {
    std::string pointer;
    std::string code;
    nlohmann::json facts = nlohmann::json::object();
};

// {"type":"about:blank","title":code,"status":…,"code":code,"facts":{…},"errors":[{"pointer","code","facts"}…]}.
// The server adds "request_id" when it sends it.
[[nodiscard]] Response problem(int status, std::string_view code,
                               const nlohmann::json& facts = nlohmann::json::object(),
                               const std::vector<FieldError>& errors = {});

// A rule's refusal with its facts, as a problem of that status (409, 422, 403, …). `more`: members beside the facts.
[[nodiscard]] Response refusal_response(const Refusal& refusal, int status,
                                        const nlohmann::json& more = nlohmann::json::object());

// The facts of a refusal as a JSON object: numbers stay numbers.
[[nodiscard]] nlohmann::json facts_json(const Refusal& refusal);

} // namespace hiroba::http
