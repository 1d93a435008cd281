#include "services/notification/push_relay.hpp"

#include "payments/http_client/http_client.hpp"
#include "persistence/repositories/claims.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Announcement;
using persistence::Session;

constexpr int announcements_at_a_time = 500;

// What changed in one facility: the units, by date.
using Changes = std::map<LocalDate, std::set<UnitCode>>;

nlohmann::json message(Session& session, const TownInForce& town, const FacilityCode& facility,
                       const Changes& changes) {
    const Facility* known = find_facility(town.town, facility);
    const auto units = known == nullptr ? std::vector<UnitId>{} : town.numbers_of(units_of(*known));
    auto list = nlohmann::json::array();
    for (const auto& [date, changed] : changes) {
        auto codes = nlohmann::json::array();
        for (const UnitCode& unit : changed)
            codes.push_back(unit.value());
        list.push_back({{"date", date.iso8601()},
                        {"version", town.version(persistence::version_of(session, units, date, date))},
                        {"units", std::move(codes)}});
    }
    return {{"facility", facility.value()}, {"changes", std::move(list)}};
}

void publish(const std::string& url, const std::string& body) {
    payments::HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = body;
    request.connect_timeout = std::chrono::milliseconds{1'000};
    request.total_timeout = std::chrono::milliseconds{3'000};
    const auto answer = payments::exchange(request);
    if (!answer) throw std::runtime_error("push channel: " + answer.error().detail);
    if (answer->status >= 300) throw std::runtime_error("push channel answered " + std::to_string(answer->status));
}

} // namespace

void relay_pushes(const Context& context, const std::string& push_url) {
    const auto town = context.catalog.current();
    std::vector<Announcement> announcements;
    std::map<FacilityCode, std::string> messages;
    context.database.read([&](Session& session) {
        announcements = persistence::unpublished(session, announcements_at_a_time);
        std::map<FacilityCode, Changes> by_facility;
        for (const Announcement& announcement : announcements)
            by_facility[announcement.facility][announcement.date].insert(announcement.unit);
        messages.clear();
        for (const auto& [facility, changes] : by_facility)
            messages[facility] = message(session, *town, facility, changes).dump();
    });
    if (announcements.empty()) return;
    if (!push_url.empty())
        for (const auto& [facility, body] : messages)
            publish(push_url + facility.value(), body);
    context.database.transact([&](Session& session) { persistence::mark_published(session, announcements); });
    if (announcements.size() == announcements_at_a_time) context.push_bell.ring();
}

} // namespace hiroba::services
