// お知らせ: what the applicant must be told, recorded in the transaction of what happened.
#pragma once

#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/bookings.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hiroba::services {

struct News {
    std::string kind;                               // as persistence::Notice
    std::string reason{};                           // of a refusal, revocation or suspension
    const persistence::Booking* booking = nullptr;  // when it is about one of them
    std::optional<Instant> until{};                 // of an offer or suspension
    std::vector<std::pair<std::string, Yen>> yen{}; // amounts, each with its name
};
void notify(persistence::Session& session, const persistence::Application& application, const News& news, Instant now);
// The same for somebody without an application.
void notify(persistence::Session& session, AccountId account, const News& news, Instant now);

} // namespace hiroba::services
