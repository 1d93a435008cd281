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

// A permitted booking with an obligation, and the first attempt to pay it: 10 everywhere.
void in_debt(const std::function<void(Database& database, const Obligation& obligation)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        REQUIRE(hold(database, make_account(database, 1).id, {{.id = 10}}));
        permit(database, 10);
        const auto obligation = obligation_for(10, Yen{470});
        database.transact([&](Session& session) { insert_attempt(session, attempt_for(obligation, 10)); });
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
        auto dead = found(database, 10);
        dead.live = false;
        dead.state = "cancelled";
        CHECK(database.transact([&](Session& s) { return save_attempt(s, dead, {"test", "created", "", a_moment}); }));
        give_up(database, 10, BookingEvent::cancelled);
        for (const char* const state : {"paid", "released"})
            CHECK_FALSE(
                database.transact([&](Session& session) { return settle_obligation(session, obligation.id, state); }));
    });
}

TEST_CASE("what is owed is paid in parts, never by more than is left, and settled when all of it is paid") {
    in_debt([](Database& database, const Obligation& obligation) {
        const auto pay_part = [&](Yen amount) {
            return database.transact([&](Session& session) { return add_to_paid(session, obligation.id, amount); });
        };
        const auto settle = [&](const char* state) {
            return database.transact(
                [&](Session& session) { return settle_obligation(session, obligation.id, state); });
        };
        CHECK_FALSE(settle("paid"));
        CHECK_FALSE(pay_part(obligation.amount + Yen{1}));
        CHECK(pay_part(Yen{100}));
        CHECK_FALSE(settle("paid"));
        CHECK_FALSE(settle("released"));
        CHECK_FALSE(pay_part(obligation.amount - Yen{99}));
        CHECK(database.transact([&](Session& session) { return take_from_paid(session, obligation.id, Yen{100}); }));
        CHECK_FALSE(
            database.transact([&](Session& session) { return take_from_paid(session, obligation.id, Yen{1}); }));
    });
}

TEST_CASE("an application owes one thing at a time, and what it owed before stays on record") {
    in_debt([](Database& database, const Obligation& obligation) {
        const auto owe = [&](std::int64_t id, std::int64_t yen) {
            return refusing_key(database, [&](Session& session) {
                Obligation another = obligation_for(10, Yen{yen});
                another.id = ObligationId{id};
                insert_obligation(session, another);
            });
        };
        CHECK(owe(11, 600) == "obligation uq_obligation_owed");
        auto dead = found(database, 10);
        dead.live = false;
        dead.state = "expired";
        database.transact([&](Session& session) {
            CHECK(save_attempt(session, dead, {"test", "created", "", a_moment}));
            CHECK(settle_obligation(session, obligation.id, "released"));
            save_charge(session, BookingId{10}, charged(Yen{600}));
        });
        CHECK(owe(11, 600).empty());
        const auto [owed, all] = database.read([](Session& session) {
            return std::pair{owed_obligation_of(session, ApplicationId{10}).value(),
                             obligations_of(session, ApplicationId{10})};
        });
        CHECK(owed.id == ObligationId{11});
        REQUIRE(all.size() == 2);
        CHECK(all.front().state == "released");
        CHECK(all.back().amount == Yen{600});
        pay(database, 10);
        CHECK(booking(database, 10).paid == Yen{600});
        CHECK_FALSE(database.read([](Session& session) { return owed_obligation_of(session, ApplicationId{10}); }));
    });
}

TEST_CASE("a collection names its application, its facility and each of its spaces once") {
    for_each_engine([](Database& database) {
        register_units(database);
        REQUIRE(hold(database, make_account(database, 1).id,
                     {{.id = 10}, {.id = 11, .units = {2}}, {.id = 12, .units = {2}, .date = day("2026-12-02")}}));
        permit(database, 10);
        pay(database, 10);
        const LocalDate today = to_town_time(a_moment).date;
        const auto collected =
            database.read([&](Session& session) { return collections(session, RevenueOwner::town, today, today); });
        REQUIRE(collected.size() == 1);
        CHECK(collected.front().spaces == std::vector{SpaceCode{"room_1"}, SpaceCode{"room_2"}});
        CHECK(collected.front().application_number == "N-10");
        CHECK(collected.front().facility == FacilityCode{"kirara"});
        CHECK(collected.front().obligation.application == ApplicationId{10});
        CHECK(collected.front().obligation.amount == Yen{3 * 470});
        CHECK(database
                  .read([&](Session& session) {
                      const LocalDate tomorrow = today + std::chrono::days{1};
                      return collections(session, RevenueOwner::town, tomorrow, tomorrow);
                  })
                  .empty());
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
        CHECK(refused("UPDATE booking SET paid_yen = charged_yen + 1") == "ck_booking_paid");
        CHECK(refused("UPDATE booking SET nights = 61") == "ck_booking_nights");
        CHECK(refused("UPDATE application SET kind = 'perhaps'") == "ck_application_kind");
        CHECK(refused("UPDATE quota_counter SET used = -1") == "ck_quota_counter_used");
        CHECK(refused("UPDATE unit_day SET taken_late = -1") == "ck_unit_day_masks");
        CHECK(refused("UPDATE obligation SET owed = NULL") == "ck_obligation_owed");
        CHECK(refused("UPDATE claim_owner SET claims = -1") == "ck_claim_owner_claims");
        CHECK(refused("UPDATE claim SET slot_index = 96 WHERE slot_index = 36") == "ck_claim_slot_index");
        CHECK(refused("UPDATE account SET role = 'mayor'") == "ck_account_role");
    });
}
