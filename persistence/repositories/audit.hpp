// `hiroba check`: recomputes from the tables what must always be true of them.
#pragma once

#include "domain/core/ids.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
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

// What a booking that occupies says of itself, and what it has claimed: for whoever knows which units a space of that
// edition has (services/catalog/space_audit.hpp).
struct ClaimedSpace {
    BookingId booking;
    std::int64_t edition = 0;
    SpaceCode space;
    std::map<EquipmentCode, std::int64_t> equipment; // pieces
    std::set<UnitId> units;
};
// All of them, in the order of their numbers, a page at a time.
void each_claimed_space(Session& session, const std::function<void(const ClaimedSpace& claimed)>& visit);

} // namespace hiroba::persistence
