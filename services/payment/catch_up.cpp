#include "services/payment/catch_up.hpp"

#include "persistence/repositories/payments.hpp"
#include "services/log.hpp"

#include <string>

namespace hiroba::services {
namespace {

using persistence::InboxMessage;
using persistence::Session;

// Messages overtake one another, and are told of by clocks that differ.
constexpr std::chrono::hours overlap{1};
constexpr std::chrono::days listed_by_providers{30};
constexpr int most_pages = 1'000;

// How many of them were not known.
int store(const Context& context, const std::string& provider, const payments::EventPage& page) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) {
        int stored = 0;
        for (const auto& [notice, raw_body] : page.events) {
            const InboxMessage message{provider,           notice.dedupe_key, notice.provider_kind, notice.provider_ref,
                                       notice.attempt_ref, raw_body};
            if (persistence::store_message(session, message, now)) ++stored;
        }
        return stored;
    });
}

} // namespace

void CatchUp::run(const Context& context, payments::EventSource& source) {
    const std::string provider{source.provider()};
    const Instant now = context.clock.now();
    const Instant since = complete_until_ ? *complete_until_ - overlap : now - listed_by_providers;
    auto [from, begun_at, cursor] = unfinished_.value_or(Unfinished{since, now, ""});
    unfinished_.reset();
    int caught = 0;
    for (int page = 0;; ++page) {
        if (page == most_pages) {
            log::error("catch_up_incomplete", {{"provider", provider}, {"pages", std::to_string(page)}});
            unfinished_ = Unfinished{from, begun_at, cursor};
            break;
        }
        const auto told = source.events_since(from, cursor);
        if (!told) {
            log::error("catch_up_failed", {{"provider", provider}, {"fault", name_of(told.error().fault)}});
            break;
        }
        caught += store(context, provider, *told);
        cursor = told->next_cursor;
        if (cursor.empty()) {
            complete_until_ = begun_at; // what came since is asked for next time
            break;
        }
    }
    if (caught == 0) return;
    log::info("caught_up", {{"provider", provider}, {"messages", std::to_string(caught)}});
    context.inbox_bell.ring();
}

} // namespace hiroba::services
