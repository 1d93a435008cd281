// The model can fail: programs and providers that do one thing wrong, each of which it must find.
#include "persistence/repositories/payments.hpp"
#include "services/payment/settle_attempt.hpp"
#include "tests/simulation/support/ground.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace hiroba;
using namespace hiroba::test;
using persistence::Session;
using persistence::Sql;
using services::Context;

namespace {

constexpr int most_schedules = 400;

// Whether some schedule finds it; `says`: how the contradiction is told.
bool is_found(const Steps& wrong, std::string_view says) {
    const auto ground = ground_on_sqlite();
    for (std::uint64_t seed = 1; seed <= most_schedules; ++seed) {
        ground->reset();
        Simulation simulation([&] { return ground->open(); }, ground->people(), {.seed = seed, .steps = wrong});
        for (const std::string& line : simulation.run())
            if (line.find(says) != std::string::npos) return true;
    }
    return false;
}

constexpr Sql select_newest_refund_transfer =
    "SELECT transfer_id, posting_key, debit_account, credit_account, amount_yen FROM journal_transfer"
    " WHERE debit_account = 'refunds_payable' ORDER BY transfer_id DESC LIMIT 1";
constexpr Sql copy_transfer =
    "INSERT INTO journal_transfer (transfer_id, posting_key, debit_account, credit_account, amount_yen, business_date,"
    " fiscal_year, obligation_id, attempt_id, recorded_at_ms)"
    " SELECT transfer_id + 1000000, :posting_key, debit_account, credit_account, amount_yen, business_date,"
    " fiscal_year, obligation_id, attempt_id, recorded_at_ms FROM journal_transfer WHERE transfer_id = :transfer_id";
constexpr Sql forget_sent = "UPDATE payment_attempt SET next_step_at_ms = NULL WHERE state IN ('sent', 'unknown')";
constexpr Sql close_late = "UPDATE payment_case SET is_open = NULL WHERE kind = 'paid_late'";
constexpr Sql select_waiting =
    "SELECT attempt_ref FROM provider_inbox WHERE outcome = 'waiting' AND kind = 'payment.paid'";
constexpr Sql select_attempt_by_ref =
    "SELECT attempt_id FROM payment_attempt WHERE attempt_ref = :attempt_ref AND live = 1";
constexpr Sql select_in_doubt = "SELECT refund_ref, request_body FROM refund_payout WHERE refund_ref IS NOT NULL";

} // namespace

TEST_CASE("a provider that does not tell of the money it has is found") {
    Steps wrong;
    wrong.provider_hides_money = true;
    CHECK(is_found(wrong, "paid at the provider, and "));
}

TEST_CASE("a message that is believed without asking is found") {
    Steps wrong;
    wrong.apply_messages = [](const Context& context) {
        const auto town = context.catalog.current();
        context.database.transact([&](Session& session) {
            for (const auto& [ref] : session.select<std::string>(select_waiting)) {
                const auto id = session.select_one<AttemptId>(select_attempt_by_ref, {{"attempt_ref", ref}});
                if (!id) continue;
                const auto attempt = *persistence::find_attempt(session, std::get<0>(*id));
                payments::PaymentView view;
                view.state = payments::PaymentState::paid;
                view.amount_in_smallest_unit = attempt.amount.amount();
                view.currency = "JPY";
                static_cast<void>(services::settle_attempt(
                    session, *town, attempt, {payments::AttemptEvent::provider_says_paid, "told", std::nullopt, view},
                    context.clock.now()));
            }
        });
        services::apply_waiting_messages(context);
    };
    CHECK(is_found(wrong, "booked as paid, and no provider has"));
}

TEST_CASE("a message that is accepted before it is stored, and lost, is found") {
    Steps wrong;
    wrong.receive_notice = [](const Context& context, const services::ReceivedNotice& received) -> Result<void> {
        const auto* const gateway = context.gateways.named(received.provider);
        const auto notice = gateway->verify_notice(received.proof, received.raw_body, context.clock.now());
        if (!notice) return tl::unexpected(notice.error());
        return {};
    };
    CHECK(is_found(wrong, "a message was accepted and is lost"));
}

TEST_CASE("a refund that is booked twice is found") {
    Steps wrong;
    wrong.work_on_refunds = [copied = std::set<std::int64_t>{}](const Context& context) mutable {
        const bool worked = services::work_on_refunds(context);
        context.database.transact([&](Session& session) {
            const auto newest = session.select_one<std::int64_t, std::string, std::string, std::string, std::int64_t>(
                select_newest_refund_transfer);
            if (!newest || !std::get<3>(*newest).starts_with("provider_clearing:")) return;
            const auto id = std::get<0>(*newest);
            if (!copied.insert(id).second || std::get<1>(*newest).ends_with(" again")) return;
            copied.insert(id + 1'000'000);
            session.execute(copy_transfer, {{"transfer_id", id}, {"posting_key", std::get<1>(*newest) + " again"}});
        });
        return worked;
    };
    CHECK(is_found(wrong, "the journal says"));
}

TEST_CASE("a refund that is sent a second time under another key is found") {
    Steps wrong;
    wrong.work_on_refunds = [sent = std::set<std::string>{}](const Context& context) mutable {
        const bool worked = services::work_on_refunds(context);
        const auto requests = context.database.read(
            [](Session& session) { return session.select<std::string, std::string>(select_in_doubt); });
        for (const auto& [ref, body] : requests)
            if (sent.insert(ref).second)
                static_cast<void>(context.gateways.named("sim_card")->refund({ref + "-again", "", ""}, body));
        return worked;
    };
    CHECK(is_found(wrong, "the provider gave back"));
}

TEST_CASE("a worker that forgets what it had in hand when it was killed is found") {
    Steps wrong;
    wrong.after_a_kill = [](const Context& context) {
        context.database.transact([](Session& session) { session.execute(forget_sent); });
    };
    CHECK(is_found(wrong, "and nobody sees it"));
}

TEST_CASE("a case of late money that closes by itself is found") {
    Steps wrong;
    wrong.work_on_payments = [](const Context& context) {
        const bool worked = services::work_on_payments(context);
        context.database.transact([](Session& session) { session.execute(close_late); });
        return worked;
    };
    CHECK(is_found(wrong, "would be right"));
}
