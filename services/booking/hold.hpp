// From free slots to a form to fill in: hold, and more time for it.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/context.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace hiroba::services {

// How long a repeated request is known for one, of whatever operation.
inline constexpr std::chrono::days repeats_remembered{14};
// Forgets what was remembered longer ago, a thousand at a time.
void forget_old_repeats(persistence::Database& database, Instant now);

inline constexpr std::chrono::minutes hold_length{10};
inline constexpr std::chrono::minutes longest_hold{30};

enum class Fitting {
    all,            // one that is refused refuses them all
    those_that_fit, // the others are held
};

struct HoldCommand {
    std::vector<UseRequest> uses; // at least one
    Fitting fitting = Fitting::all;
    std::string idempotency_key;
    std::string request_hash; // of the content: the same key with another one is refused
};

// A use that was not held, by its place in the command.
struct LeftOut {
    std::size_t index = 0;
    Refusal refusal;
};
struct HeldApplication {
    ApplicationView view;
    std::vector<LeftOut> left_out;
};

// Holds the spaces for ten minutes at the fees of this moment. In this order: `idempotency_key_reused`; `no_uses`;
// `too_many_uses` {most}; for each use what check_use, check_window and quote_use refuse, with {index};
// `several_facilities`; what WantedTogether refuses, with {index}; what insert_held refuses, but `already_yours`
// {application_id, date, space} when only one's own bookings stand where that use, or its equipment, is wanted;
// `too_many_days_in_a_row` {limit}. With those_that_fit, what is refused for one use leaves out that use, and what
// passes a quota the last uses that count against it; when none is left, the refusal of the first.
// A repeat with the same key answers the application as it is now.
[[nodiscard]] Result<HeldApplication> hold_spaces(const Context& context, const persistence::Account& account,
                                                  const HoldCommand& command);

// What becomes of what was just held, in the same unit of work: when it refuses, nothing is held.
using Afterwards =
    std::function<Result<ApplicationView>(persistence::Session&, const TownInForce&, const ApplicationView& held)>;

// The same for whoever `application` belongs to, made by staff, who are bound neither by the booking window nor by the
// number of uses, and whose holds count as nobody's; then `afterwards`.
[[nodiscard]] Result<HeldApplication> hold_for(const Context& context, const persistence::Account& staff,
                                               const persistence::Application& application, const HoldCommand& command,
                                               const Afterwards& afterwards);

// Ten minutes from now, at most thirty after the hold began (`hold_extension_limit`). The offer of a waiting list keeps
// its own deadline.
[[nodiscard]] Result<ApplicationView> extend_hold(const Context& context, const persistence::Account& account,
                                                  ApplicationId application);

// An application of this person whose hold is not over, or why not.
[[nodiscard]] Result<ApplicationView> valid_hold(persistence::Session& session, AccountId account, ApplicationId id,
                                                 Instant now);

} // namespace hiroba::services
