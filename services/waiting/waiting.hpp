// キャンセル待ち: waiting for a taken slot, and the offers when it is given back.
#pragma once

#include "domain/booking/space_use.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/waiting_list.hpp"
#include "services/context.hpp"

#include <vector>

namespace hiroba::services {

// A place with how many wait for the same before it.
struct WaitingPlace {
    persistence::Waiting waiting;
    std::int64_t ahead = 0;
};

// A place is for the space at a time. Equipment is not waited for: it is chosen with the offer, like in any other held
// booking. What check_use and check_window refuse; `no_waiting_list`, `suspended` {until_ms}, `slot_is_free` (book it
// instead), `too_much_equipment` {equipment, free} (the space is free and only that is missing: book it with less),
// `closure` {date}, `already_yours` {application_id} (only one's own bookings are in the way), `already_waiting`,
// `waiting_limit_reached` {limit}.
[[nodiscard]] Result<WaitingPlace> join_waiting_list(const Context& context, const persistence::Account& account,
                                                     const UseRequest& use);
// `waiting_not_found`; `wrong_state` when it is over already, or they have applied for what they were offered. Who has
// an offer gives back what is held for it: the next in line has it, and the place is `lapsed`.
[[nodiscard]] Result<WaitingPlace> leave_waiting_list(const Context& context, const persistence::Account& account,
                                                      WaitingId id);
[[nodiscard]] std::vector<WaitingPlace> waiting_places(const Context& context, AccountId account);

struct PersonWaiting {
    WaitingPlace place;
    std::string name;
};
[[nodiscard]] std::vector<PersonWaiting> everybody_waiting(const Context& context, LocalDate from, int limit);

// Offers what is held back in the order of the line, until nobody in it can have what remains; then frees what remains
// where its while is over. Ends the waiting for uses that have begun. Answers how many places and slots it moved.
int serve_waiting_list(const Context& context);

} // namespace hiroba::services
