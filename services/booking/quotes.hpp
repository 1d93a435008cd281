// 見積り: what several uses would cost if one person applied for them together now. Nothing is held.
#pragma once

#include "services/booking/pricing.hpp"
#include "services/context.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

struct QuotesCommand {
    AccountId account; // who would apply: their standing reductions count
    UserClass user_class = UserClass::in_town;
    std::vector<UseRequest> uses;
    persistence::ApplicationDetails details; // the group, and what is priced of it
    bool is_granted = false;                 // as if the reduction that is asked for were granted, where the desk may
};

// A fee, or why there is none.
struct QuotedUse {
    std::optional<Quote> quote;
    std::optional<Refusal> refusal;
};
struct Quotes {
    std::vector<QuotedUse> uses;            // in the order of the command
    std::optional<ReductionCode> reduction; // that reduces one of them at least
    Yen total;                              // of those that have a fee
    // When a reduction is asked for that does not hold by rule, and may be: the total if it is granted.
    std::optional<Yen> total_if_granted;
};

// Priced as the form would be: one reduction class for all of them, of those that hold by rule the one that takes off
// most; of a cap over the day what the person's other uses and those before in the command leave. What price_again
// refuses stands with its use, and `several_facilities` with those that are not of the first one's facility.
[[nodiscard]] Quotes quote_together(const Context& context, const QuotesCommand& command);

} // namespace hiroba::services
