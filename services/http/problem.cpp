#include "services/http/problem.hpp"

namespace hiroba::http {
namespace {

nlohmann::json object_or_empty(const nlohmann::json& facts) {
    return facts.is_object() ? facts : nlohmann::json::object();
}

} // namespace

Response problem(int status, std::string_view code, const nlohmann::json& facts,
                 const std::vector<FieldError>& errors) {
    nlohmann::json fields = nlohmann::json::array();
    for (const auto& error : errors)
        fields.push_back({{"pointer", error.pointer}, {"code", error.code}, {"facts", object_or_empty(error.facts)}});
    const nlohmann::json body = {
        {"type", "about:blank"},           {"title", code},   {"status", status}, {"code", code},
        {"facts", object_or_empty(facts)}, {"errors", fields}};
    return Response{status, body.dump(), {{"Content-Type", "application/problem+json"}}};
}

nlohmann::json facts_json(const Refusal& refusal) {
    nlohmann::json facts = nlohmann::json::object();
    for (const auto& [name, fact] : refusal.facts)
        std::visit([&, &key = name](const auto& value) { facts[key] = value; }, fact);
    return facts;
}

Response refusal_response(const Refusal& refusal, int status) {
    return problem(status, refusal.code, facts_json(refusal));
}

} // namespace hiroba::http
