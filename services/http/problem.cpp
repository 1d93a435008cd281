#include "services/http/problem.hpp"

namespace hiroba::http {
namespace {

nlohmann::json object_or_empty(const nlohmann::json& facts) {
    return facts.is_object() ? facts : nlohmann::json::object();
}

nlohmann::json problem_json(int status, std::string_view code, nlohmann::json facts, nlohmann::json errors) {
    return {{"type", "about:blank"},     {"title", code},
            {"status", status},          {"code", code},
            {"facts", std::move(facts)}, {"errors", std::move(errors)}};
}

Response problem_response(int status, const nlohmann::json& body) {
    return Response{status, body.dump(), {{"Content-Type", "application/problem+json"}}};
}

} // namespace

Response problem(int status, std::string_view code, const nlohmann::json& facts,
                 const std::vector<FieldError>& errors) {
    nlohmann::json fields = nlohmann::json::array();
    for (const auto& error : errors)
        fields.push_back({{"pointer", error.pointer}, {"code", error.code}, {"facts", object_or_empty(error.facts)}});
    return problem_response(status, problem_json(status, code, object_or_empty(facts), std::move(fields)));
}

nlohmann::json facts_json(const Refusal& refusal) {
    nlohmann::json facts = nlohmann::json::object();
    for (const auto& [name, fact] : refusal.facts)
        std::visit([&, &key = name](const auto& value) { facts[key] = value; }, fact);
    return facts;
}

Response refusal_response(const Refusal& refusal, int status, const nlohmann::json& more) {
    auto body = problem_json(status, refusal.code, facts_json(refusal), nlohmann::json::array());
    body.update(more);
    return problem_response(status, body);
}

} // namespace hiroba::http
