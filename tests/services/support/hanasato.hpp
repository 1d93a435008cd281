// Hanasato (tests/services/towns/hanasato): a town whose ordinance has a little of everything that applicants declare.
#pragma once

#include "services/booking/change.hpp"
#include "services/booking/fill_in.hpp"
#include "tests/services/support/town_hall.hpp"

#include <functional>

namespace hiroba::test {

inline constexpr const char* hanasato = "tests/services/towns/hanasato";

inline void in_hanasato(const std::function<void(TownHall& hall)>& test) { in_the_town_hall_of(hanasato, test); }

// The big room: 1,000 yen in the morning, 2,000 in the afternoon, 3,000 in the evening.
[[nodiscard]] inline UseRequest big_room(const char* band = "morning", const UseTerms& terms = {},
                                         const char* day = "2026-12-01") {
    auto use = TownHall::band("big_room", day, band);
    use.terms = terms;
    return use;
}
[[nodiscard]] inline UseRequest big_room_on(const char* day) { return big_room("morning", {}, day); }
// With heating for 100 yen an hour, and the piano for 700.
[[nodiscard]] inline UseRequest heated_room_with_piano() {
    auto use = big_room("morning", {.wants_climate = true});
    use.equipment.push_back({EquipmentCode{"piano"}, 1});
    return use;
}

[[nodiscard]] inline persistence::ApplicationDetails meeting_of_eight(const char* reduction = "") {
    persistence::ApplicationDetails details{.activity = ActivityCode{"meeting"},
                                            .purpose = "例会",
                                            .group_name = "花の会",
                                            .people = 8,
                                            .highest_admission = std::nullopt,
                                            .is_commercial = false,
                                            .reduction = std::nullopt};
    if (*reduction != '\0') details.reduction = ReductionCode{reduction};
    return details;
}

[[nodiscard]] inline services::ChangeCommand change_of(TownHall& hall, const persistence::Booking& booking) {
    services::ChangeCommand command;
    command.application = booking.application;
    command.booking = booking.id;
    command.idempotency_key = hall.fresh_key();
    command.request_hash = "hash";
    return command;
}

// Of the first booking; -1 when it was refused.
[[nodiscard]] inline std::int64_t total_of(const Result<services::ApplicationView>& view) {
    return view ? view->bookings.front().total.amount() : -1;
}

} // namespace hiroba::test
