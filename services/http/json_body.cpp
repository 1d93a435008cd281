#include "services/http/json_body.hpp"

#include "services/http/header_syntax.hpp"
#include "services/http/problem.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::http {
namespace {

using nlohmann::json;

bool says_json(const Request& request) {
    const auto type = request.header("content-type").value_or("");
    return lower_case(trim_blanks(type.substr(0, type.find(';')))) == "application/json";
}

bool has_nul(const json& text) { return text.get_ref<const std::string&>().find('\0') != std::string::npos; }

// Watches the parser: refuses what nlohmann's library accepts and we do not.
class Strictness {
public:
    // Called by the parser for every event; whatever it thinks, the parser goes on, so it only takes note.
    bool operator()(int depth, json::parse_event_t event, json& value) {
        const bool opens = event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
        if (opens && depth >= deepest_json) offended_ = true;
        if (offended_) return false;
        switch (event) {
        case json::parse_event_t::object_start:
            keys_.emplace_back();
            break;
        case json::parse_event_t::object_end:
            keys_.pop_back();
            break;
        case json::parse_event_t::key:
            offended_ = has_nul(value) || !keys_.back().insert(value.get<std::string>()).second;
            break;
        case json::parse_event_t::value:
            offended_ = value.is_string() && has_nul(value);
            break;
        default:
            break;
        }
        return true;
    }
    [[nodiscard]] bool offended() const { return offended_; }

private:
    std::vector<std::set<std::string>> keys_; // one set for each object that is open
    bool offended_ = false;
};

} // namespace

tl::expected<json, Response> parse_json_body(const Request& request) {
    if (!says_json(request)) return tl::unexpected(problem(415, "json_expected"));
    Strictness strictness;
    json value = json::parse(
        request.body,
        [&](int depth, json::parse_event_t event, json& parsed) { return strictness(depth, event, parsed); }, false);
    if (value.is_discarded() || strictness.offended()) return tl::unexpected(problem(400, "malformed_json"));
    return value;
}

} // namespace hiroba::http
