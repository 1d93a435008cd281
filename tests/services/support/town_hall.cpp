#include "tests/services/support/town_hall.hpp"

#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/town/town_loader.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <stdexcept>

namespace hiroba::test {

using namespace hiroba::services;
using namespace hiroba::persistence;

namespace {

constexpr Sql select_claims = "SELECT COUNT(*) FROM claim WHERE owner_id = :owner_id";

const std::pair<Town, services::TownFiles>& hoshimigawa() {
    static const auto loaded = [] {
        auto files = read_town_files(HIROBA_ROOT "/ops/towns/hoshimigawa");
        auto town = load_town(files);
        if (!town) throw std::runtime_error(describe(town.error().front()));
        return std::pair{std::move(*town), std::move(files)};
    }();
    return loaded;
}

Database& with_the_town(Database& database) {
    const auto& [town, files] = hoshimigawa();
    if (put_town_in_force(database, town, files, at("2026-11-01 00:00")) < 1) throw std::logic_error("no edition");
    return database;
}

// Making the tables takes MariaDB more than a second: they are made once, and emptied for each test.
Database& mariadb() {
    static const auto database = [] {
        auto opened = Database::open({.url = MariadbServer::shared().create_database()});
        migrate(*opened);
        return opened;
    }();
    return *database;
}

void empty(Database& database) {
    database.backend().maintain([](persistence::detail::Connection& connection) {
        connection.run("SET FOREIGN_KEY_CHECKS = 0");
        // The journal's rows cannot be deleted.
        if (connection.ask("SELECT COUNT(*) FROM journal_transfer") != "0")
            connection.run("TRUNCATE TABLE journal_transfer");
        connection.run("START TRANSACTION");
        for (const char* const table :
             {"town_in_force", "town_file",       "town_edition",  "unit",           "account",
              "login_failure", "login_session",   "access_log",    "claim_owner",    "claim",
              "unit_day",      "booking",         "booking_event", "quota_counter",  "idempotency",
              "obligation",    "payment_attempt", "payment_event", "provider_inbox", "push_outbox"})
            connection.run(std::string{"DELETE FROM "} + table);
        connection.run("COMMIT");
    });
}

// Rows that contradict the rules of the tables, each with the number 0 when all is well.
constexpr std::string_view contradictions[] = {
    "claim c JOIN claim_owner o ON o.owner_id = c.owner_id"
    " WHERE o.state NOT IN ('held', 'awaiting_payment', 'confirmed')",
    "claim_owner o WHERE o.state IN ('held', 'awaiting_payment', 'confirmed')"
    " AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.owner_id = o.owner_id)",
    "obligation g JOIN claim_owner o ON o.owner_id = g.booking_id WHERE NOT"
    " ((g.state = 'owed' AND o.state = 'awaiting_payment') OR (g.state = 'paid' AND o.state = 'confirmed')"
    " OR (g.state = 'released' AND o.state IN ('cancelled', 'expired')))",
    "claim_owner o WHERE o.state IN ('awaiting_payment', 'confirmed')"
    " AND NOT EXISTS (SELECT 1 FROM obligation g WHERE g.booking_id = o.owner_id)",
    "payment_attempt p JOIN obligation g ON g.obligation_id = p.obligation_id WHERE p.live = 1 AND g.state <> 'owed'",
    "payment_attempt p WHERE (p.live = 1) <> (p.state IN ('created', 'sent', 'awaiting_user', 'cancel_requested',"
    " 'unknown'))",
    "payment_attempt p WHERE p.live = 1 AND p.next_step_at_ms IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM payment_event e WHERE e.attempt_id = p.attempt_id AND e.event = 'quarantined')",
    "booking b JOIN claim_owner o ON o.owner_id = b.booking_id WHERE (b.number IS NULL) <> (o.state <> 'confirmed')",
    "quota_counter q WHERE q.kind = 'unpaid' AND q.used <> (SELECT COUNT(*) FROM booking b"
    " JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.account_id = q.account_id AND o.state IN ('held', "
    "'awaiting_payment'))",
};

} // namespace

LocalDate date(std::string_view iso8601) { return LocalDate::parse(iso8601).value(); }
Instant at(std::string_view local) {
    return to_instant({date(local.substr(0, 10)), MinuteOfDay::parse(local.substr(11)).value()});
}

TownHall::TownHall(Database& on)
    : database(with_the_town(on)), catalog(on),
      context{database, catalog, clock, provider, inbox_bell, payment_bell, push_bell, "https://yoyaku.example"} {}

Account TownHall::person(Role role, UserClass user_class) {
    const std::string name = "person" + std::to_string(++people_);
    const Account account{AccountId{new_id(clock.now())}, name, "住民 " + name, role, user_class, "none"};
    database.transact([&](Session& session) { save_account(session, account); });
    return account;
}

Account TownHall::resident(UserClass user_class) { return person(Role::resident, user_class); }
Account TownHall::staff(Role role) { return person(role, UserClass::in_town); }

std::string TownHall::fresh_key() { return "key-of-the-test-" + std::to_string(++keys_); }

UseRequest TownHall::small_meeting(std::string_view band, std::string_view day) {
    return {SpaceCode{"small_meeting"}, date(day), BandCode{std::string{band}}, std::nullopt};
}

Result<BookingView> TownHall::hold(const Account& who, const UseRequest& use, const std::string& key) {
    return hold_space(context, who,
                      {use, key.empty() ? fresh_key() : key,
                       use.space.value() + use.date.iso8601() + (use.band ? use.band->value() : std::string{})});
}

Result<BookingView> TownHall::fill_in(const Account& who, BookingId booking, std::int64_t people) {
    return put_details(context, who, {booking, {"読書会", "星見川読書の会", people}, false});
}

Result<Attempt> TownHall::start(const Account& who, BookingId booking, const std::string& key) {
    return start_payment(context, who,
                         {booking, "ja", key.empty() ? fresh_key() : key, "hash-" + std::to_string(booking.value())});
}

Attempt TownHall::started(const Account& who, const UseRequest& use) {
    const auto held = hold(who, use).value();
    static_cast<void>(fill_in(who, held.booking.id).value());
    return start(who, held.booking.id).value();
}

Attempt TownHall::at_the_page(const Account& who, const UseRequest& use) {
    const Attempt begun = started(who, use);
    work();
    return attempt(begun.id);
}

void TownHall::work() {
    apply_waiting_messages(context);
    for (int steps = 0; work_on_payments(context); ++steps)
        if (steps > 100) throw std::logic_error("the worker never comes to rest");
}

void TownHall::work_after(std::chrono::milliseconds time) {
    clock.pass(time);
    work();
}

void TownHall::receive(const std::string& notice) { REQUIRE(receive_notice(context, "signed", notice)); }

Booking TownHall::booking(BookingId id) {
    return database.read([&](Session& session) { return find_booking(session, id).value(); });
}

Attempt TownHall::attempt(AttemptId id) {
    return database.read([&](Session& session) { return find_attempt(session, id).value(); });
}

Obligation TownHall::obligation(BookingId of) {
    return database.read([&](Session& session) { return obligation_of(session, of).value(); });
}

std::size_t TownHall::claimed_slots(BookingId by) {
    const auto row = database.read([&](Session& session) {
        return session.select_one<std::int64_t>(select_claims, {{"owner_id", by}}).value();
    });
    return static_cast<std::size_t>(std::get<0>(row));
}

int TownHall::count(std::string_view from_where) {
    const Sql query = Sql::built("SELECT COUNT(*) FROM " + std::string{from_where});
    return static_cast<int>(
        std::get<0>(database.read([&](Session& session) { return session.select_one<std::int64_t>(query).value(); })));
}

void TownHall::check_books() {
    for (const auto& check : trial_balance(database).checks) {
        INFO(check.code);
        CHECK(check.ledger == check.tables);
    }
    for (const std::string_view contradiction : contradictions) {
        INFO(std::string{contradiction});
        CHECK(count(contradiction) == 0);
    }
}

void in_the_town_hall(const std::function<void(TownHall& hall)>& test) {
    const auto run_on = [&](Database& database) {
        TownHall hall(database);
        test(hall);
        hall.check_books();
    };
    if (covers(Engine::sqlite)) {
        INFO("on SQLite");
        const TemporaryFolder folder;
        const auto database = Database::open({.url = sqlite_url(folder.path().string())});
        migrate(*database);
        run_on(*database);
    }
    if (covers(Engine::mariadb)) {
        INFO("on MariaDB");
        empty(mariadb());
        run_on(mariadb());
    }
}

} // namespace hiroba::test
