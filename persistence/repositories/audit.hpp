// `hiroba check`: recomputes from the tables what must always be true of them.
#pragma once

#include "domain/core/ids.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/bookings.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hiroba::persistence {

// One rule that is broken, with the ids of what breaks it (the first ones).
struct Finding {
    static constexpr int examples_kept = 20;
    std::string invariant; // "claims_match_masks"
    std::int64_t count = 0;
    std::vector<std::string> examples{};

    void add(std::string example) {
        if (count++ < examples_kept) examples.push_back(std::move(example));
    }
};

// The names of all rules, in the order in which they are checked, each with a sentence that says it.
struct Invariant {
    std::string_view name;
    std::string_view sentence;
};
[[nodiscard]] std::vector<Invariant> invariants();

// All of them, on one view of the database. Empty: everything is as it must be. Nobody's clock is asked: what should be
// over by now is held against the newest event of a booking.
[[nodiscard]] std::vector<Finding> audit(Session& session);
// The same; `begins` hears of each rule before it is checked: over a million bookings one of them can take many
// seconds.
using RuleBegins = std::function<void(const Invariant& rule)>;
[[nodiscard]] std::vector<Finding> audit_rule_by_rule(Session& session, const RuleBegins& begins);

// A booking that occupies, and what it has claimed: for whoever knows the town's data (services/audit).
struct OccupyingBooking {
    Booking booking;
    Application application;
    std::map<UnitId, std::map<LocalDate, DayMask>> claims;
};
// All of them, in the order of their numbers, a page at a time.
void each_occupying_booking(Session& session, const std::function<void(const OccupyingBooking& occupying)>& visit);

} // namespace hiroba::persistence
