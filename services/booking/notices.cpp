#include "services/booking/notices.hpp"

#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refunds.hpp"

#include <nlohmann/json.hpp>

namespace hiroba::services {
namespace {

using persistence::Session;

std::string facts_of(const News& news) {
    auto facts = nlohmann::json::object();
    if (!news.reason.empty()) facts["reason"] = news.reason;
    if (news.until) facts["until_ms"] = news.until->epoch_ms();
    for (const auto& [name, amount] : news.yen)
        facts[name] = amount.amount();
    if (news.booking != nullptr) {
        facts["space"] = news.booking->space.value();
        facts["date"] = news.booking->start.date.iso8601();
        facts["start"] = news.booking->start.time.hh_mm();
        facts["end"] = news.booking->end.time.hh_mm();
    }
    return facts.dump();
}

persistence::Notice notice_for(AccountId account, const News& news, Instant now) {
    return {.id = persistence::new_id(now),
            .account = account,
            .application = std::nullopt,
            .booking = news.booking == nullptr ? std::nullopt : std::optional{news.booking->id},
            .kind = news.kind,
            .facts_json = facts_of(news),
            .created_at = now,
            .withdrawn = false,
            .read_at = std::nullopt};
}

} // namespace

void notify(Session& session, const persistence::Application& application, const News& news, Instant now) {
    auto notice = notice_for(application.account, news, now);
    notice.application = application.id;
    persistence::insert_notice(session, notice);
}

void notify(Session& session, AccountId account, const News& news, Instant now) {
    persistence::insert_notice(session, notice_for(account, news, now));
}

} // namespace hiroba::services
