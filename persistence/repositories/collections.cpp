// What was received, by attempts and at the counter: for an application, and for finance.
#include "persistence/repositories/payments.hpp"

#include <algorithm>
#include <utility>

namespace hiroba::persistence {
namespace {

using OptionalText = std::optional<std::string>;

constexpr Sql select_paid_attempts =
    "SELECT p.attempt_id, p.obligation_id, p.method, p.amount_yen, p.entrusted_at_ms FROM payment_attempt p"
    " JOIN obligation o ON o.obligation_id = p.obligation_id"
    " WHERE o.application_id = :application_id AND p.state = 'paid'";
constexpr Sql select_counter_payments =
    "SELECT p.payment_id, p.obligation_id, p.method, p.amount_yen, p.received_on, p.taken_at_ms, p.state"
    " FROM counter_payment p JOIN obligation o ON o.obligation_id = p.obligation_id"
    " WHERE o.application_id = :application_id AND p.state IN ('received', 'undone')";
constexpr Sql select_attempts_collected =
    "SELECT p.attempt_id, o.obligation_id, a.application_id, a.facility_code, a.number FROM payment_attempt p"
    " JOIN obligation o ON o.obligation_id = p.obligation_id"
    " JOIN application a ON a.application_id = o.application_id"
    " WHERE p.state IN ('paid', 'paid_late') AND p.entrusted_at_ms >= :first_ms AND p.entrusted_at_ms < :end_ms"
    " AND (o.managed_by IS NOT NULL) = :is_managers"
    " ORDER BY p.entrusted_at_ms, p.attempt_id";
constexpr Sql select_counter_collected =
    "SELECT p.payment_id, o.obligation_id, a.application_id, a.facility_code, a.number, p.method, p.amount_yen,"
    " p.reference, p.received_on, p.undone_on, p.state IN ('unapplied', 'returned') FROM counter_payment p"
    " JOIN obligation o ON o.obligation_id = p.obligation_id"
    " JOIN application a ON a.application_id = o.application_id"
    " WHERE (p.received_on BETWEEN :first_date AND :last_date OR p.undone_on BETWEEN :first_date AND :last_date)"
    " AND (o.managed_by IS NOT NULL) = :is_managers"
    " ORDER BY p.received_on, p.taken_at_ms, p.payment_id";
constexpr Sql select_spaces =
    "SELECT DISTINCT space_code FROM booking WHERE application_id = :application_id ORDER BY space_code";

std::vector<SpaceCode> spaces_of(Session& session, ApplicationId application) {
    std::vector<SpaceCode> spaces;
    for (auto& [space] : session.select<SpaceCode>(select_spaces, {{"application_id", application}}))
        spaces.push_back(std::move(space));
    return spaces;
}

// Of shares that are paid in parts, those from `before` on: each yen belongs under one account, whatever the parts are.
RevenueShares part_of(const RevenueShares& shares, Yen before, Yen amount) {
    RevenueShares part;
    for (const RevenueShare& share : shares) {
        const Yen skipped = std::min(before, share.amount);
        const Yen taken = std::min(amount, share.amount - skipped);
        if (taken > Yen{}) part.push_back({share.account, taken});
        before = before - skipped;
        amount = amount - taken;
    }
    return part;
}

// What of the obligation came before this payment; of one that was given back, nothing is asked.
Yen came_before(Session& session, const Obligation& obligation, std::int64_t payment) {
    Yen before;
    for (const PaymentReceived& received : payments_received(session, obligation.application)) {
        if (received.id == payment) break;
        if (received.obligation == obligation.id && !received.undone) before += received.amount;
    }
    return before;
}

RevenueShares shares_of_payment(Session& session, const Obligation& obligation, std::int64_t payment, Yen amount) {
    if (amount == obligation.amount) return obligation.shares;
    return part_of(obligation.shares, came_before(session, obligation, payment), amount);
}

struct Range {
    LocalDate first;
    LocalDate last;
    [[nodiscard]] bool has(LocalDate date) const { return first <= date && date <= last; }
};

std::vector<Collection> collected_by_attempts(Session& session, RevenueOwner owner, const Range& range) {
    std::vector<Collection> collected;
    const Instant first = to_instant({range.first, MinuteOfDay{}});
    const Instant end = to_instant({range.last + std::chrono::days{1}, MinuteOfDay{}});
    for (auto& [id, of, application, facility, number] :
         session.select<AttemptId, ObligationId, ApplicationId, FacilityCode, OptionalText>(
             select_attempts_collected,
             {{"first_ms", first}, {"end_ms", end}, {"is_managers", owner == RevenueOwner::manager ? 1 : 0}})) {
        const Attempt attempt = *find_attempt(session, id);
        Collection one{.obligation = *find_obligation(session, of),
                       .payment = id.value(),
                       .method = attempt.method,
                       .provider = attempt.provider,
                       .reference = attempt.payment_ref.value_or(attempt.provider_ref.value_or("")),
                       .received_on = to_town_time(*attempt.entrusted_at).date,
                       .amount = attempt.amount,
                       .shares = {},
                       .is_late = attempt.state == "paid_late",
                       .facility = std::move(facility),
                       .spaces = spaces_of(session, application),
                       .application_number = std::move(number)};
        if (!one.is_late) one.shares = shares_of_payment(session, one.obligation, one.payment, one.amount);
        collected.push_back(std::move(one));
    }
    return collected;
}

std::vector<Collection> collected_at_the_counter(Session& session, RevenueOwner owner, const Range& range) {
    std::vector<Collection> collected;
    for (auto& [id, of, application, facility, number, method, amount, reference, received_on, undone_on, is_late] :
         session.select<std::int64_t, ObligationId, ApplicationId, FacilityCode, OptionalText, std::string, Yen,
                        std::string, LocalDate, std::optional<LocalDate>, std::int64_t>(
             select_counter_collected, {{"first_date", range.first},
                                        {"last_date", range.last},
                                        {"is_managers", owner == RevenueOwner::manager ? 1 : 0}})) {
        Collection one{.obligation = *find_obligation(session, of),
                       .payment = id,
                       .method = std::move(method),
                       .provider = {},
                       .reference = std::move(reference),
                       .received_on = received_on,
                       .amount = amount,
                       .shares = {},
                       .is_late = is_late == 1,
                       .facility = std::move(facility),
                       .spaces = spaces_of(session, application),
                       .application_number = std::move(number)};
        if (!one.is_late)
            one.shares = undone_on ? part_of(one.obligation.shares, Yen{}, amount)
                                   : shares_of_payment(session, one.obligation, id, amount);
        if (range.has(received_on)) collected.push_back(one);
        if (!undone_on || !range.has(*undone_on)) continue;
        one.is_undoing = true;
        one.received_on = *undone_on;
        collected.push_back(std::move(one));
    }
    return collected;
}

} // namespace

std::vector<PaymentReceived> payments_received(Session& session, ApplicationId application) {
    std::vector<PaymentReceived> received;
    for (auto& [id, obligation, method, amount, entrusted_at] :
         session.select<std::int64_t, ObligationId, std::string, Yen, Instant>(select_paid_attempts,
                                                                               {{"application_id", application}}))
        received.push_back({.id = id,
                            .obligation = obligation,
                            .method = std::move(method),
                            .amount = amount,
                            .received_on = to_town_time(entrusted_at).date,
                            .received_at = entrusted_at});
    for (auto& [id, obligation, method, amount, received_on, taken_at, state] :
         session.select<std::int64_t, ObligationId, std::string, Yen, LocalDate, Instant, std::string>(
             select_counter_payments, {{"application_id", application}}))
        received.push_back({.id = id,
                            .obligation = obligation,
                            .method = std::move(method),
                            .amount = amount,
                            .received_on = received_on,
                            .received_at = taken_at,
                            .at_counter = true,
                            .undone = state == "undone"});
    std::ranges::sort(received, {}, [](const PaymentReceived& one) { return std::pair{one.received_at, one.id}; });
    return received;
}

std::vector<Collection> collections(Session& session, RevenueOwner owner, LocalDate first, LocalDate last) {
    const Range range{first, last};
    auto collected = collected_by_attempts(session, owner, range);
    for (Collection& one : collected_at_the_counter(session, owner, range))
        collected.push_back(std::move(one));
    std::ranges::stable_sort(collected, {}, &Collection::received_on);
    return collected;
}

} // namespace hiroba::persistence
