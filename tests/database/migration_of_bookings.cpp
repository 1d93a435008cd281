// A database of the first schema, with bookings in every state, becomes one of the present schema and loses nothing.
#include "persistence/engine/errors.hpp"
#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/closures.hpp"
#include "persistence/repositories/journal.hpp"
#include "persistence/repositories/towns.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

constexpr Sql people[] = {
    "INSERT INTO town_edition (edition_id, loaded_at_ms) VALUES (1, 0), (2, 0), (3, 0)",
    "INSERT INTO town_in_force (one, edition_id) VALUES (1, 3)",
    "INSERT INTO unit (unit_id, code, facility_code) VALUES (1, 'first', 'kirara'), (2, 'second', 'kirara')",
    "INSERT INTO account (account_id, login_name, display_name, role, user_class, password_hash) VALUES"
    " (1, 'sakura', 'Sakura', 'resident', 'in_town', 'x'), (2, 'ken', 'Ken', 'resident', 'out_of_town', 'x'),"
    " (9, 'desk', 'Desk', 'desk', 'in_town', 'x')",
    "INSERT INTO quota_counter (account_id, kind, used) VALUES (1, 'unpaid', 2), (2, 'unpaid', 0), (9, 'unpaid', 0)",
};

constexpr Sql old_owner = "INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, version, created_at_ms)"
                          " VALUES (:id, 'booking', :state, :expires_at_ms, 3, :created_at_ms)";
constexpr Sql old_booking =
    "INSERT INTO booking (booking_id, number, account_id, facility_code, space_code, use_date, start_minute,"
    " end_minute, band_code, purpose, group_name, people, total_yen, quote_json, edition_id)"
    " VALUES (:id, :number, :account_id, 'kirara', 'room', :use_date, 540, 730, 'morning', :purpose, NULL, 12, 470,"
    " :quote_json, 3)";
constexpr Sql old_event =
    "INSERT INTO booking_event (event_id, booking_id, event, from_state, to_state, at_ms, account_id)"
    " VALUES (:event_id, :id, :event, :from_state, :to_state, :at_ms, 1)";
constexpr Sql old_claims = "INSERT INTO claim (unit_id, slot_date, slot_index, owner_id)"
                           " SELECT 1, :use_date, slot_index, :id FROM slot_number"
                           " WHERE slot_index BETWEEN 36 AND 48";
constexpr Sql old_day = "INSERT INTO unit_day (unit_id, slot_date, version, closed)"
                        " VALUES (1, :use_date, 7, :closed)";
constexpr Sql old_obligation =
    "INSERT INTO obligation (obligation_id, booking_id, state, amount_yen, account_code, assessed_on, fiscal_year)"
    " VALUES (:id, :id, :state, 470, '01-14', '2026-12-01', 2026)";
constexpr Sql old_attempt =
    "INSERT INTO payment_attempt (attempt_id, attempt_ref, obligation_id, live, state, provider, amount_yen,"
    " request_body, expires_at_ms, next_step_at_ms, tries, version, created_at_ms)"
    " VALUES (:id, :ref, :id, :live, :state, 'stripe', 470, '', 0, :next_step_at_ms, 0, 1, 0)";

// The fee as it is told now: all of it one component, under the account of the facility.
const std::string fee_of_now =
    R"({"components":[{"component":"facility","before_reduction_yen":470,"reduction_yen":0,"tax_added_yen":0,)"
    R"("rounding_yen":0,"account_code":"","yen":470}],"reduction_code":null,"lines":[{"component":"facility",)"
    R"("percent":null,"account_code":"","quantity":1,"yen":470}],"total_yen":470})";

// As the program before left it: the steps of its life, whether it still has its claims, what it owes.
struct Old {
    std::int64_t id;
    std::int64_t account;
    std::optional<std::string> number;
    std::vector<std::array<const char*, 3>> steps; // event, from, to
    bool claims;
    std::optional<std::string> obligation;
    std::optional<std::string> attempt;
};

LocalDate date_of(const Old& old) { return the_day + std::chrono::days{old.id}; }

const std::vector<Old> all_old{
    {10, 1, {}, {}, true, {}, {}},
    {11, 1, {}, {{"payment_started", "held", "awaiting_payment"}}, true, "owed", "awaiting_user"},
    {12,
     2,
     "7K3M-Q9XD",
     {{"payment_started", "held", "awaiting_payment"}, {"paid", "awaiting_payment", "confirmed"}},
     true,
     "paid",
     "paid"},
    {13, 1, {}, {{"given_up", "held", "cancelled"}}, false, {}, {}},
    {14,
     1,
     {},
     {{"payment_started", "held", "awaiting_payment"}, {"given_up", "awaiting_payment", "cancelled"}},
     false,
     "released",
     "cancelled"},
    {15, 1, {}, {{"deadline_passed", "held", "expired"}}, false, {}, {}},
    {16,
     1,
     {},
     {{"payment_started", "held", "awaiting_payment"}, {"deadline_passed", "awaiting_payment", "expired"}},
     false,
     "released",
     "expired"},
};

void write_events(Session& session, const Old& old) {
    session.execute(old_event, {{"event_id", old.id * 10},
                                {"id", old.id},
                                {"event", "held"},
                                {"from_state", nullptr},
                                {"to_state", "held"},
                                {"at_ms", a_moment}});
    // All in one millisecond, and numbered the other way round: their order is that of the states.
    std::int64_t number = old.id * 10;
    for (const auto& [event, from, to] : old.steps)
        session.execute(old_event, {{"event_id", --number},
                                    {"id", old.id},
                                    {"event", event},
                                    {"from_state", from},
                                    {"to_state", to},
                                    {"at_ms", a_moment}});
}

void write(Session& session, const Old& old) {
    const char* const state = old.steps.empty() ? "held" : old.steps.back()[2];
    session.execute(old_owner,
                    {{"id", old.id}, {"state", state}, {"expires_at_ms", a_moment}, {"created_at_ms", a_moment}});
    const bool filled_in = !old.steps.empty();
    session.execute(old_booking, {{"id", old.id},
                                  {"number", old.number},
                                  {"account_id", old.account},
                                  {"use_date", date_of(old)},
                                  {"quote_json", R"({"lines":[{"quantity":1,"yen":470}],"total_yen":470})"},
                                  {"purpose", filled_in ? std::optional<std::string>{"読書会"} : std::nullopt}});
    session.execute(old_day, {{"use_date", date_of(old)}, {"closed", old.id == 12 ? 1 : 0}});
    write_events(session, old);
    if (old.claims) session.execute(old_claims, {{"use_date", date_of(old)}, {"id", old.id}});
    if (old.obligation) session.execute(old_obligation, {{"id", old.id}, {"state", *old.obligation}});
    if (!old.attempt) return;
    const bool live = *old.attempt == "awaiting_user";
    session.execute(old_attempt, {{"id", old.id},
                                  {"ref", "ref-" + std::to_string(old.id)},
                                  {"live", live ? std::optional<std::int64_t>{1} : std::nullopt},
                                  {"state", *old.attempt},
                                  {"next_step_at_ms", live ? std::optional{a_moment} : std::nullopt}});
}

// The first two files, with these bookings; then all of them.
void after_the_migration(const std::function<void(Database& database)>& test) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url});
        std::vector<MigrationFile> first_files;
        for (const MigrationFile& file : embedded_migrations())
            if (file.name < "0003") first_files.push_back(file);
        migrate(*database, first_files);
        database->transact([](Session& session) {
            for (const Sql& statement : people)
                session.execute(statement);
            for (const Old& old : all_old)
                write(session, old);
            session.execute("INSERT INTO journal_transfer (transfer_id, posting_key, debit_account, credit_account,"
                            " amount_yen, business_date, fiscal_year, obligation_id, attempt_id, recorded_at_ms)"
                            " VALUES (1, 'paid:12', 'clearing', 'receivable', 470, '2026-12-01', 2026, 12, 12, 0)");
        });
        migrate(*database);
        test(*database);
        check_audit(*database);
    });
}

std::vector<std::string> events_of(Database& database, std::int64_t id) {
    std::vector<std::string> events;
    for (const auto& line : database.read([&](Session& session) { return history_of(session, BookingId{id}); }))
        events.push_back(line.event + " " + line.to_state);
    return events;
}

} // namespace

TEST_CASE("every old booking is an application with one booking, in the state of the new table") {
    after_the_migration([](Database& database) {
        using State = BookingState;
        const std::vector<std::pair<std::int64_t, State>> expected{
            {10, State::held},      {11, State::permitted_unpaid}, {12, State::permitted}, {13, State::withdrawn},
            {14, State::cancelled}, {15, State::expired},          {16, State::expired}};
        for (const auto& [id, in_state] : expected) {
            CAPTURE(id);
            const auto found = booking(database, id);
            CHECK(found.state == in_state);
            CHECK(found.application == ApplicationId{id});
            CHECK(found.start.date == found.end.date);
            CHECK(found.end.time == MinuteOfDay::parse("12:10").value());
            CHECK(found.quote_json == fee_of_now);
            CHECK(found.terms == UseTerms{});
            CHECK(found.priced_on == to_town_time(a_moment).date);
        }
        CHECK(events_of(database, 12) ==
              std::vector<std::string>{"held held", "permitted permitted_unpaid", "paid permitted"});
        CHECK(events_of(database, 13) == std::vector<std::string>{"held held", "withdrawn withdrawn"});
        CHECK(events_of(database, 14) ==
              std::vector<std::string>{"held held", "permitted permitted_unpaid", "cancelled cancelled"});
    });
}

TEST_CASE("applicants keep their words, their class and their numbers; who waits to pay is given one") {
    after_the_migration([](Database& database) {
        const auto application = [&](std::int64_t id) {
            return database.read([&](Session& session) { return *find_application(session, ApplicationId{id}); });
        };
        CHECK(application(12).number == "7K3M-Q9XD");
        CHECK(application(12).user_class == UserClass::out_of_town);
        CHECK(application(12).details->purpose == "読書会");
        CHECK(application(12).details->people == 12);
        CHECK_FALSE(application(10).details);
        CHECK_FALSE(application(10).number);
        REQUIRE(application(11).number);
        CHECK(application(11).number->size() == 9);
        CHECK(used(database, AccountId{1}, "waiting") == 2);
        CHECK(used(database, AccountId{2}, "waiting") == 0);
    });
}

TEST_CASE("claims, masks and versions are what they were, and a day that was closed stays closed until it is opened") {
    after_the_migration([](Database& database) {
        const LocalDate closed_day = the_day + std::chrono::days{12};
        const auto seen = [&](LocalDate date) {
            return database.read([&](Session& session) { return look(session, {UnitId{1}}, date, date); });
        };
        const LocalDate held_day = the_day + std::chrono::days{10};
        CHECK(seen(held_day).version == 7);
        CHECK(seen(held_day).days.at(held_day).at(UnitId{1}) == UnitDay{slots("09:00", "12:15"), {}});
        CHECK(seen(closed_day).days.at(closed_day).at(UnitId{1}).closed.all());
        CHECK(claimed_by(database, OwnerId{12}) == 13);
        const auto standing = database.read([&](Session& session) {
            return closures(session, {closed_day, closed_day});
        });
        REQUIRE(standing.size() == 1);
        CHECK(database.transact(
            [&](Session& session) { return lift(session, standing.front().id, AccountId{9}, a_moment); }));
        CHECK(seen(closed_day).days.at(closed_day).at(UnitId{1}) == UnitDay{slots("09:00", "12:15"), {}});
    });
}

TEST_CASE("money is where it was: what is owed, paid and posted") {
    after_the_migration([](Database& database) {
        CHECK(booking(database, 11).charged == Yen{470});
        CHECK(booking(database, 11).paid == Yen{0});
        CHECK(booking(database, 12).paid == Yen{470});
        CHECK(booking(database, 14).charged == Yen{0});
        const auto [owed, attempt, balance, in_town] = database.read([](Session& session) {
            return std::tuple{owed_obligation_of(session, ApplicationId{11}), find_attempt(session, AttemptId{12}),
                              trial_balance(session), in_force(session)};
        });
        REQUIRE(owed);
        CHECK(owed->amount == Yen{470});
        CHECK(owed->shares == RevenueShares{{AccountCode{"01-14"}, Yen{470}}});
        CHECK_FALSE(owed->managed_by);
        CHECK(attempt->application == ApplicationId{12});
        CHECK(balance.size() == 2);
        CHECK(in_town.revision == 3);
        const auto ended = database.read([](Session& session) {
            return ended_bookings(session, BookingState::permitted, {day("2026-12-13"), *MinuteOfDay::of(730)}, 10);
        });
        CHECK(ended == std::vector{BookingId{12}});
    });
}

TEST_CASE("life goes on after the migration, and the tables refer to each other as before") {
    after_the_migration([](Database& database) {
        CHECK(step(database, 10, {.event = BookingEvent::withdrawn, .at = a_moment}));
        database.transact([](Session& session) {
            auto attempt = *find_attempt(session, AttemptId{11});
            attempt.live = false;
            attempt.state = "expired";
            attempt.next_step_at = std::nullopt;
            CHECK(save_attempt(session, attempt, {"provider_says_expired", "awaiting_user", "", a_moment}));
        });
        give_up(database, 11, BookingEvent::deadline_passed);
        CHECK(used(database, AccountId{1}, "waiting") == 0);
        CHECK(code_of(hold(database, AccountId{1}, {{.id = 20, .date = the_day + std::chrono::days{12}}})) ==
              "closure");
        CHECK(hold(database, AccountId{2}, {{.id = 21}}));
        for (const Sql& statement : {Sql("UPDATE booking SET application_id = 999"),
                                     Sql("UPDATE obligation SET application_id = 999 WHERE obligation_id = 12"),
                                     Sql("DELETE FROM claim_owner"), Sql("UPDATE claim SET owner_id = 999"),
                                     Sql("UPDATE booking_event SET booking_id = 999 WHERE event = 'paid'")})
            CHECK_THROWS_AS(database.transact([&](Session& session) { session.execute(statement); }),
                            ConstraintViolated);
    });
}
