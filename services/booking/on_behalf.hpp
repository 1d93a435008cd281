// 代理・公用: what the desk books for somebody on the telephone, or for the town itself, in one step.
#pragma once

#include "services/booking/fill_in.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/permit.hpp"

#include <optional>

namespace hiroba::services {

struct OnBehalfCommand {
    std::optional<AccountId> account; // of an ordinary application; empty: official use
    HoldCommand hold;
    persistence::ApplicationDetails details;
    std::optional<LocalDate> evidence_seen_on{}; // of the reduction that is asked for: see below
};

// Held, filled in and permitted in one unit of work: staff need no review by staff. What is refused leaves nothing.
// A reduction that is asked for with evidence is granted at once; where the town's route has posts for it, it is
// drafted for them with that evidence. Without evidence it waits for a decision. Until it is decided, the full fee is
// owed. `account_not_found`, what hold_for, fill_in, grant_at_desk, submit and draft_reduction refuse. A repeat with
// the same key answers the application as it is now.
[[nodiscard]] Result<HeldApplication> book_on_behalf(const Context& context, const persistence::Account& staff,
                                                     const OnBehalfCommand& command);

} // namespace hiroba::services
