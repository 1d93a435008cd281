// Obligations, attempts and the journal: what the schema itself refuses, by name.
#include "persistence/engine/errors.hpp"
#include "persistence/repositories/journal.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

// A booking with an obligation, and the first attempt to pay it: 10 everywhere.
void in_debt(const std::function<void(Database& database, const Obligation& obligation)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        const auto booking = booking_of(10, make_account(database, 1).id);
        const auto obligation = obligation_for(booking);
        REQUIRE(database.transact([&](Session& session) {
            return insert_held(session, booking, occupation({1}, "09:00", "12:00"), a_moment);
        }));
        database.transact([&](Session& session) {
            insert_obligation(session, obligation);
            insert_attempt(session, attempt_for(obligation, 10));
        });
        test(database, obligation);
    });
}

std::string refusing_key(Database& database, const std::function<void(Session&)>& work) {
    try {
        database.transact(work);
    } catch (const DuplicateKey& duplicate) {
        return duplicate.table + " " + duplicate.constraint;
    }
    return "";
}

std::string refusing_constraint(Database& database, const Sql& statement) {
    try {
        database.transact([&](Session& session) { session.execute(statement); });
    } catch (const ConstraintViolated& violated) {
        return violated.constraint;
    }
    return "none";
}

Transfer transfer(const Obligation& obligation, const std::string& key) {
    return {key, "receivable", "revenue:01-14", obligation.amount, the_day, 2026, obligation.id, std::nullopt};
}

Attempt found(Database& database, std::int64_t id) {
    return database.read([&](Session& session) { return find_attempt(session, AttemptId{id}).value(); });
}

} // namespace

TEST_CASE("an obligation has one live attempt at most, and any number of dead ones") {
    in_debt([](Database& database, const Obligation& obligation) {
        const auto again = [&](std::int64_t id) {
            return refusing_key(database, [&](Session& s) { insert_attempt(s, attempt_for(obligation, id)); });
        };
        CHECK(again(11) == "payment_attempt uq_payment_attempt_live");
        for (const std::int64_t id : {10, 11, 12}) {
            if (id > 10) CHECK(again(id).empty());
            auto dead = found(database, id);
            dead.live = false;
            dead.state = "expired";
            CHECK(database.transact([&](Session& s) {
                return save_attempt(s, dead, {"test", "created", "", a_moment});
            }));
        }
        CHECK(again(13).empty());
    });
}

TEST_CASE("an attempt is saved over the version that was read, and over no other") {
    in_debt([](Database& database, const Obligation&) {
        const auto save = [&](const Attempt& attempt) {
            return database.transact([&](Session& session) {
                return save_attempt(session, attempt, {"test", "created", "", a_moment});
            });
        };
        auto first = found(database, 10);
        auto second = first;
        first.state = "sent";
        second.state = "unknown";
        CHECK(save(first));
        CHECK_FALSE(save(second));
        CHECK(found(database, 10).state == "sent");
        const auto events = database.read(
            [](Session& session) { return session.select<std::string>("SELECT event FROM payment_event").size(); });
        CHECK(events == 1);
    });
}

TEST_CASE("a due attempt is leased to one worker at a time") {
    in_debt([](Database& database, const Obligation&) {
        const auto lease = [&](Instant now) {
            return database.transact([&](Session& s) { return lease_due_attempt(s, now, now + 90s); });
        };
        CHECK_FALSE(lease(a_moment - 1ms));
        REQUIRE(lease(a_moment));
        CHECK_FALSE(lease(a_moment + 89s));
        CHECK(lease(a_moment + 90s));
    });
}

TEST_CASE("what is owed is settled once") {
    in_debt([](Database& database, const Obligation& obligation) {
        const auto settle = [&](const char* state) {
            return database.transact(
                [&](Session& session) { return settle_obligation(session, obligation.id, state); });
        };
        CHECK(settle("paid"));
        CHECK_FALSE(settle("released"));
        CHECK_FALSE(settle("paid"));
    });
}

TEST_CASE("a message of a provider is stored once") {
    for_each_engine([](Database& database) {
        const InboxMessage message{"stripe", "evt_1", "checkout.session.completed", "cs_1", "ref", "{}"};
        const auto store = [&] {
            return database.transact([&](Session& session) { return store_message(session, message, a_moment); });
        };
        CHECK(store());
        CHECK_FALSE(store());
        database.transact([&](Session& session) { close_message(session, message, "applied"); });
        CHECK_FALSE(store());
        CHECK(database.read([](Session& session) { return waiting_messages(session, 10).empty(); }));
    });
}

TEST_CASE("a posting stands in the journal once, and balances are what was posted") {
    in_debt([](Database& database, const Obligation& obligation) {
        const auto post_once = [&](Session& session) { post(session, transfer(obligation, "assessed:10"), a_moment); };
        CHECK(refusing_key(database, post_once).empty());
        CHECK(refusing_key(database, post_once) == "journal_transfer uq_journal_transfer_posting_key");
        const auto balances = database.read([](Session& session) { return trial_balance(session); });
        REQUIRE(balances.size() == 2);
        CHECK(balances[0].account == "receivable");
        CHECK(balances[0].debit == Yen{470});
        CHECK(balances[1].credit == Yen{470});
    });
}

TEST_CASE("no row of the journal is ever changed or deleted, whoever tries") {
    in_debt([](Database& database, const Obligation& obligation) {
        database.transact([&](Session& session) { post(session, transfer(obligation, "assessed:10"), a_moment); });
        const auto is_refused = [&](const Sql& statement) {
            try {
                database.transact([&](Session& session) { session.execute(statement); });
            } catch (const ConstraintViolated& violated) {
                return violated.kind == ConstraintViolated::Kind::trigger;
            }
            return false;
        };
        CHECK(is_refused("UPDATE journal_transfer SET amount_yen = 1"));
        CHECK(is_refused("UPDATE journal_transfer SET recorded_at_ms = 1"));
        CHECK(is_refused("DELETE FROM journal_transfer"));
        CHECK(database.read([](Session& session) { return trial_balance(session); })[0].debit == Yen{470});
    });
}

TEST_CASE("what must never be stored is refused by a constraint with a name") {
    in_debt([](Database& database, const Obligation&) {
        const auto refused = [&](const Sql& statement) { return refusing_constraint(database, statement); };
        CHECK(refused("UPDATE payment_attempt SET live = 0") == "ck_payment_attempt_live");
        CHECK(refused("UPDATE payment_attempt SET state = 'perhaps'") == "ck_payment_attempt_state");
        CHECK(refused("UPDATE payment_attempt SET amount_yen = 0") == "ck_payment_attempt_amount");
        CHECK(refused("UPDATE obligation SET state = 'perhaps'") == "ck_obligation_state");
        CHECK(refused("UPDATE obligation SET amount_yen = 0") == "ck_obligation_amount");
        CHECK(refused("UPDATE claim_owner SET state = 'perhaps'") == "ck_claim_owner_state");
        CHECK(refused("UPDATE booking SET end_minute = start_minute") == "ck_booking_time");
        CHECK(refused("UPDATE booking SET total_yen = -1") == "ck_booking_total");
        CHECK(refused("UPDATE quota_counter SET used = -1") == "ck_quota_counter_used");
        CHECK(refused("UPDATE unit_day SET closed = 2") == "ck_unit_day_closed");
        CHECK(refused("UPDATE claim SET slot_index = 96 WHERE slot_index = 36") == "ck_claim_slot_index");
        CHECK(refused("UPDATE account SET role = 'mayor'") == "ck_account_role");
    });
}
