// The model can fail: programs and providers that do one thing wrong, each of which it must find.
#include "persistence/repositories/payments.hpp"
#include "services/payment/refunding.hpp"
#include "services/payment/settle_attempt.hpp"
#include "services/payment/voucher_term.hpp"
#include "tests/simulation/support/ground.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

using namespace hiroba;
using namespace hiroba::test;
using persistence::Session;
using persistence::Sql;
using services::Context;

namespace {

constexpr int most_schedules = 400;

// Whether some schedule finds it; `says`: how the contradiction is told; `often`: what must happen for it to do harm.
bool is_found(const Steps& wrong, std::string_view says, const std::vector<std::string>& often = {}) {
    const auto ground = ground_on_sqlite();
    for (std::uint64_t seed = 1; seed <= most_schedules; ++seed) {
        ground->reset();
        Simulation simulation([&] { return ground->open(); }, ground->people(),
                              {.seed = seed, .steps = wrong, .often = often});
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
constexpr Sql select_numbers_given_out =
    "SELECT t.attempt_id FROM payment_attempt t JOIN payment_voucher v ON v.attempt_id = t.attempt_id"
    " WHERE t.state = 'awaiting_user'";
constexpr Sql forget_mails = "UPDATE payment_voucher SET payer_mail = ''";
constexpr Sql let_differences_go =
    "UPDATE obligation SET state = 'released', owed = NULL, paid_yen = 0 WHERE state = 'owed' AND paid_yen = 0"
    " AND application_id = :application_id AND NOT EXISTS (SELECT 1 FROM booking b"
    " JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.application_id = :application_id"
    " AND o.state = 'permitted_unpaid')";
constexpr Sql select_set_off = "SELECT r.refund_id FROM refund r WHERE r.state = 'set_off' AND NOT EXISTS"
                               " (SELECT 1 FROM refund c WHERE c.refund_id = r.refund_id + 4000000000000000000)";
constexpr Sql copy_set_off_refund =
    "INSERT INTO refund (refund_id, application_id, booking_id, obligation_id, ground, cause, state, amount_yen, "
    "percent,"
    " article_ja, article_en, decided_by, reason, set_off_against, created_at_ms)"
    " SELECT refund_id + 4000000000000000000, application_id, booking_id, obligation_id, ground, cause, 'due',"
    " amount_yen, percent, article_ja, article_en, decided_by, reason, NULL, created_at_ms"
    " FROM refund WHERE refund_id = :refund_id";
constexpr Sql copy_payout = "INSERT INTO refund_payout (refund_id, sendings, tries, version)"
                            " VALUES (:refund_id + 4000000000000000000, 0, 0, 0)";
constexpr Sql select_in_doubt = "SELECT refund_ref, request_body FROM refund_payout WHERE refund_ref IS NOT NULL";

// That the provider has all of it, as somebody may believe.
services::AttemptNews paid_whole(const persistence::Attempt& attempt, std::string evidence) {
    payments::PaymentView view;
    view.state = payments::PaymentState::paid;
    view.amount_in_smallest_unit = attempt.amount.amount();
    view.currency = "JPY";
    return {payments::AttemptEvent::provider_says_paid, std::move(evidence), std::nullopt, view};
}

// A program whose workers for payments do this besides.
Steps after_payments(std::function<void(const Context& context, Session& session)> besides) {
    Steps steps;
    steps.work_on_payments = [besides = std::move(besides)](const Context& context) {
        const bool worked = services::work_on_payments(context);
        context.database.transact([&](Session& session) { besides(context, session); });
        return worked;
    };
    return steps;
}

// What is made known of every attempt whose number is out; nothing: it is left alone.
void settle_numbers(const Context& context, Session& session,
                    const std::function<std::optional<services::AttemptNews>(const persistence::Attempt&)>& news_of) {
    const auto town = context.catalog.current();
    for (const auto& [id] : session.select<AttemptId>(select_numbers_given_out)) {
        const auto attempt = *persistence::find_attempt(session, id);
        if (const auto news = news_of(attempt))
            static_cast<void>(services::settle_attempt(session, *town, attempt, *news, context.clock.now()));
    }
}

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
                static_cast<void>(services::settle_attempt(session, *town, attempt, paid_whole(attempt, "told"),
                                                           context.clock.now()));
            }
        });
        services::apply_waiting_messages(context);
    };
    CHECK(is_found(wrong, "booked as paid, and no provider has", {"forge"}));
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
    const auto wrong = after_payments([](const Context&, Session& session) { session.execute(close_late); });
    CHECK(is_found(wrong, "would be right", {"visit page"}));
}

TEST_CASE("a number for a store that is taken for the payment is found") {
    const auto wrong = after_payments([](const Context& context, Session& session) {
        settle_numbers(context, session, [](const persistence::Attempt& attempt) {
            return std::optional{paid_whole(attempt, "finished")};
        });
    });
    CHECK(is_found(wrong, "booked as paid, and no provider has", {"visit page"}));
}

TEST_CASE("a number for a store that ends with the page on which it was given out is found") {
    const auto wrong = after_payments([](const Context& context, Session& session) {
        settle_numbers(context, session, [&](const persistence::Attempt& attempt) {
            std::optional<services::AttemptNews> ended;
            if (context.clock.now() >= attempt.created_at + services::payment_page_length)
                ended = {payments::AttemptEvent::provider_says_expired, "page ended", std::nullopt, std::nullopt};
            return ended;
        });
    });
    CHECK(is_found(wrong, "in the books, and the payer can still pay", {"visit page", "let time pass"}));
}

TEST_CASE("a payer's mail that is forgotten, so that nobody is asked for a bank account, is found") {
    const auto wrong = after_payments([](const Context&, Session& session) { session.execute(forget_mails); });
    CHECK(is_found(wrong, "a number that nobody holds is shown"));
}

TEST_CASE("cash that is taken a second time when the request comes again is found") {
    Steps wrong;
    wrong.take_payment = [again = 0](const Context& context, const persistence::Account& staff,
                                     services::TakePaymentCommand command) mutable {
        command.idempotency_key += "-" + std::to_string(++again);
        return services::take_payment(context, staff, command);
    };
    CHECK(is_found(wrong, "the journal says", {"open a drawer", "pay at the counter"}));
}

TEST_CASE("cash that is handed out and booked as a bank transfer is found") {
    Steps wrong;
    wrong.pay_refund_in_cash = [](const Context& context, const persistence::Account& staff,
                                  const services::CashRefund& command) {
        return services::pay_by_bank_transfer(context, staff.id,
                                              {command.refund, "現金", to_town_time(context.clock.now()).date});
    };
    CHECK(is_found(wrong, "the journal says", {"open a drawer", "hand out a refund"}));
}

TEST_CASE("a drawer that is closed as if nothing were over or short is found") {
    Steps wrong;
    wrong.close_drawer = [](const Context& context, const persistence::Account& staff,
                            services::CloseDrawerCommand command) {
        const auto shift = services::shift_file(context, command.shift).value().shift;
        command.counts = {{Yen{1}, expected_in(shift.sums).amount()}};
        return services::close_drawer(context, staff, command);
    };
    CHECK(is_found(wrong, "over_short has"));
}

TEST_CASE("a change to a dearer use whose difference nobody is asked for is found") {
    Steps wrong;
    wrong.change_application = [](const Context& context, const services::Viewer& viewer,
                                  const services::ChangeCommand& command) {
        auto changed = services::change_application(context, viewer, command);
        if (changed)
            context.database.transact([&](Session& session) {
                session.execute(let_differences_go, {{"application_id", command.application}});
            });
        return changed;
    };
    CHECK(is_found(wrong, "would be right"));
}

TEST_CASE("a change that is made a second time when the request comes again is found") {
    Steps wrong;
    wrong.change_application = [sent = std::map<std::string, int>{}](const Context& context,
                                                                     const services::Viewer& viewer,
                                                                     services::ChangeCommand command) mutable {
        if (const int times = sent[command.idempotency_key]++; times > 0)
            command.idempotency_key += "-" + std::to_string(times);
        return services::change_application(context, viewer, command);
    };
    CHECK(is_found(wrong, "changed, and nobody wanted it", {"change", "send again"}));
}

TEST_CASE("a refund that was set off and is paid all the same is found") {
    Steps wrong;
    wrong.change_application = [](const Context& context, const services::Viewer& viewer,
                                  const services::ChangeCommand& command) {
        auto changed = services::change_application(context, viewer, command);
        context.database.transact([&](Session& session) {
            for (const auto& [id] : session.select<std::int64_t>(select_set_off)) {
                session.execute(copy_set_off_refund, {{"refund_id", id}});
                session.execute(copy_payout, {{"refund_id", id}});
            }
        });
        return changed;
    };
    CHECK(is_found(wrong, "would be right", {"change", "cancel"}));
}
