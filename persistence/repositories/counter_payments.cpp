#include "persistence/repositories/counter_payments.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/names.hpp"

#include <array>

namespace hiroba::persistence {
namespace {

constexpr Sql insert_row =
    "INSERT INTO counter_payment (payment_id, obligation_id, state, method, terminal_kind, amount_yen, given_yen,"
    " reference, live_reference, received_on, shift_id, taken_by, taken_at_ms, excess_of)"
    " VALUES (:payment_id, :obligation_id, :state, :method, :terminal_kind, :amount_yen, :given_yen, :reference,"
    " :live_reference, :received_on, :shift_id, :taken_by, :taken_at_ms, :excess_of)";
const std::string select_payments =
    "SELECT p.payment_id, p.obligation_id, g.application_id, p.state, p.excess_of, p.method, p.terminal_kind, "
    "p.amount_yen,"
    " p.given_yen, p.reference, p.received_on, p.shift_id, p.taken_by, p.taken_at_ms FROM counter_payment p"
    " JOIN obligation g ON g.obligation_id = p.obligation_id ";
constexpr Sql select_undone_on = "SELECT undone_on FROM counter_payment WHERE payment_id = :payment_id";
constexpr Sql undo_row = "UPDATE counter_payment SET state = 'undone', live_reference = NULL, undone_by = :undone_by,"
                         " undone_at_ms = :undone_at_ms, undone_on = :undone_on, undo_reason = :undo_reason"
                         " WHERE payment_id = :payment_id AND state IN ('received', 'unapplied')";
constexpr Sql apply_row = "UPDATE counter_payment SET state = 'received', obligation_id = :obligation_id"
                          " WHERE payment_id = :payment_id AND state = 'unapplied'";
constexpr Sql return_row = "UPDATE counter_payment SET state = 'returned'"
                           " WHERE payment_id = :payment_id AND state = 'unapplied'";
constexpr Sql sum_unapplied_rows = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM counter_payment"
                                   " WHERE state IN ('unapplied', 'returned')";
// CAST: MariaDB sums BIGINT into DECIMAL.
constexpr Sql sum_recorded = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM counter_payment"
                             " WHERE state <> 'undone' AND method <> 'cash'";
constexpr Sql delete_plan = "DELETE FROM payment_plan WHERE application_id = :application_id";
constexpr Sql insert_plan = "INSERT INTO payment_plan (application_id, method, chosen_by, chosen_at_ms)"
                            " VALUES (:application_id, :method, :chosen_by, :chosen_at_ms)";
constexpr Sql select_plan =
    "SELECT method, chosen_by, chosen_at_ms FROM payment_plan WHERE application_id = :application_id";

using OptionalText = std::optional<std::string>;

constexpr std::array states{CounterPaymentState::received, CounterPaymentState::undone, CounterPaymentState::unapplied,
                            CounterPaymentState::returned};

PaymentMethod method_from(const std::string& name) {
    const auto method = payment_method_named(name);
    if (!method) throw DatabaseError("a payment method holds an unknown word");
    return *method;
}

std::optional<std::string> live_reference_of(const CounterPayment& payment) {
    // What was too much came by the same transfer as what was owed, and is recorded with it.
    if (payment.reference.empty() || payment.excess_of) return std::nullopt;
    return std::string{name_of(payment.method)} + "/" + payment.terminal_kind.value_or("") + "/" +
           payment.received_on.iso8601() + "/" + payment.reference;
}

std::vector<CounterPayment> select_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<CounterPayment> payments;
    for (auto& [id, obligation, application, state, excess_of, method, terminal_kind, amount, given, reference,
                received_on, shift, taken_by, taken_at] :
         session.select<CounterPaymentId, ObligationId, ApplicationId, std::string, std::optional<CounterPaymentId>,
                        std::string, OptionalText, Yen, std::optional<Yen>, std::string, LocalDate,
                        std::optional<ShiftId>, AccountId, Instant>(sql, binds))
        payments.push_back({.id = id,
                            .obligation = obligation,
                            .application = application,
                            .state = detail::named(states, state, "counter_payment.state"),
                            .excess_of = excess_of,
                            .method = method_from(method),
                            .terminal_kind = std::move(terminal_kind),
                            .amount = amount,
                            .given = given,
                            .reference = std::move(reference),
                            .received_on = received_on,
                            .shift = shift,
                            .taken_by = taken_by,
                            .taken_at = taken_at});
    return payments;
}

} // namespace

std::string_view name_of(CounterPaymentState state) {
    switch (state) {
    case CounterPaymentState::received:
        return "received";
    case CounterPaymentState::undone:
        return "undone";
    case CounterPaymentState::unapplied:
        return "unapplied";
    case CounterPaymentState::returned:
        return "returned";
    }
    return {};
}

void insert_counter_payment(Session& session, const CounterPayment& payment) {
    session.execute(insert_row, {{"payment_id", payment.id},
                                 {"obligation_id", payment.obligation},
                                 {"state", name_of(payment.state)},
                                 {"method", name_of(payment.method)},
                                 {"terminal_kind", payment.terminal_kind},
                                 {"amount_yen", payment.amount},
                                 {"given_yen", payment.given},
                                 {"reference", payment.reference},
                                 {"live_reference", live_reference_of(payment)},
                                 {"received_on", payment.received_on},
                                 {"shift_id", payment.shift},
                                 {"taken_by", payment.taken_by},
                                 {"taken_at_ms", payment.taken_at},
                                 {"excess_of", payment.excess_of}});
}

std::optional<CounterPayment> find_counter_payment(Session& session, CounterPaymentId id) {
    static const Sql select = Sql::built(select_payments + "WHERE p.payment_id = :payment_id");
    auto found = select_by(session, select, {{"payment_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<CounterPayment> counter_payments_of(Session& session, ApplicationId application) {
    static const Sql select =
        Sql::built(select_payments + "WHERE g.application_id = :application_id ORDER BY p.taken_at_ms, p.payment_id");
    return select_by(session, select, {{"application_id", application}});
}

bool undo_counter_payment(Session& session, CounterPaymentId id, const Undoing& undoing) {
    return session.execute(undo_row, {{"payment_id", id},
                                      {"undone_by", undoing.by},
                                      {"undone_at_ms", undoing.at},
                                      {"undone_on", undoing.on},
                                      {"undo_reason", undoing.reason}}) == 1;
}

std::optional<LocalDate> undone_on(Session& session, CounterPaymentId id) {
    const auto row = session.select_one<std::optional<LocalDate>>(select_undone_on, {{"payment_id", id}});
    return row ? std::get<0>(*row) : std::nullopt;
}

bool apply_counter_payment(Session& session, CounterPaymentId id, ObligationId pays) {
    return session.execute(apply_row, {{"payment_id", id}, {"obligation_id", pays}}) == 1;
}

bool return_counter_payment(Session& session, CounterPaymentId id) {
    return session.execute(return_row, {{"payment_id", id}}) == 1;
}

Yen sum_of_unapplied(Session& session) { return std::get<0>(*session.select_one<Yen>(sum_unapplied_rows)); }

Yen recorded_without_cash(Session& session) { return std::get<0>(*session.select_one<Yen>(sum_recorded)); }

void save_plan(Session& session, ApplicationId application, const PaymentPlan& plan) {
    session.execute(delete_plan, {{"application_id", application}});
    session.execute(insert_plan, {{"application_id", application},
                                  {"method", name_of(plan.method)},
                                  {"chosen_by", plan.chosen_by},
                                  {"chosen_at_ms", plan.chosen_at}});
}

std::optional<PaymentPlan> plan_of(Session& session, ApplicationId application) {
    auto row = session.select_one<std::string, AccountId, Instant>(select_plan, {{"application_id", application}});
    if (!row) return std::nullopt;
    auto& [method, chosen_by, chosen_at] = *row;
    return PaymentPlan{method_from(method), chosen_by, chosen_at};
}

} // namespace hiroba::persistence
