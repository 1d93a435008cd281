#include "tests/services/support/town_hall.hpp"

#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/audit.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/audit/audit_by_town.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/town/town_loader.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <iterator>
#include <map>
#include <stdexcept>

namespace hiroba::test {

using namespace hiroba::services;
using namespace hiroba::persistence;

namespace {

constexpr Sql select_claims = "SELECT COUNT(*) FROM claim WHERE owner_id = :owner_id";

const std::pair<Town, services::TownFiles>& town_of(const std::string& name) {
    static std::map<std::string, std::pair<Town, services::TownFiles>> loaded;
    const auto found = loaded.find(name);
    if (found != loaded.end()) return found->second;
    const bool is_a_folder = name.find('/') != std::string::npos;
    auto files = read_town_files(is_a_folder ? in_repository(name) : in_repository("ops/towns") / name);
    auto town = load_town(files);
    if (!town) throw std::runtime_error(describe(town.error().front()));
    return loaded.emplace(name, std::pair{std::move(*town), std::move(files)}).first->second;
}

Database& with_the_town(Database& database, const std::string& name) {
    const auto& [town, files] = town_of(name);
    if (!put_town_in_force(database, town, files, at("2026-11-01 00:00"))) throw std::logic_error("no edition");
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

} // namespace

LocalDate date(std::string_view iso8601) { return LocalDate::parse(iso8601).value(); }
Instant at(std::string_view local) {
    return to_instant({date(local.substr(0, 10)), MinuteOfDay::parse(local.substr(11)).value()});
}

TownHall::TownHall(Database& on, const std::string& town)
    : database(with_the_town(on, town)), catalog(on),
      context{database,     catalog,   clock,        gateways,    inbox_bell,
              payment_bell, push_bell, waiting_bell, attachments, "https://yoyaku.example"} {}

Account TownHall::person(Role role, UserClass user_class) {
    const std::string name = "person" + std::to_string(++people_);
    const Account account{AccountId{new_id(clock.now())}, name, "住民 " + name, role, user_class, "none"};
    database.transact([&](Session& session) { save_account(session, account); });
    return account;
}

Account TownHall::resident(UserClass user_class) { return person(Role::resident, user_class); }
Account TownHall::staff(Role role) { return person(role, UserClass::in_town); }

std::string TownHall::fresh_key() { return "key-of-the-test-" + std::to_string(++keys_); }

UseRequest TownHall::small_meeting(std::string_view band_code, std::string_view day) {
    return band("small_meeting", day, band_code);
}

UseRequest TownHall::band(std::string_view space, std::string_view day, std::string_view band_code) {
    return {.space = SpaceCode{std::string{space}}, .date = date(day), .band = BandCode{std::string{band_code}}};
}

UseRequest TownHall::hours(std::string_view space, std::string_view day, std::string_view from,
                           std::string_view until) {
    return {.space = SpaceCode{std::string{space}},
            .date = date(day),
            .time = TimeRange::of(MinuteOfDay::parse(from).value(), MinuteOfDay::parse(until).value()).value()};
}

UseRequest TownHall::nights(std::string_view space, std::string_view day, int count) {
    return {.space = SpaceCode{std::string{space}}, .date = date(day), .nights = count};
}

Result<OneBooking> TownHall::one(Result<ApplicationView> view) {
    if (!view) return tl::unexpected(view.error());
    auto booking = view->bookings.front();
    auto newest = view->attempt;
    return OneBooking{std::move(*view), std::move(booking), std::move(newest)};
}

Result<OneBooking> TownHall::hold(const Account& who, const UseRequest& use, const std::string& key) {
    auto held = hold_spaces(context, who,
                            {{use},
                             Fitting::all,
                             key.empty() ? fresh_key() : key,
                             use.space.value() + use.date.iso8601() + (use.band ? use.band->value() : std::string{})});
    if (!held) return tl::unexpected(held.error());
    return one(std::move(held->view));
}

Result<HeldApplication> TownHall::hold_all(const Account& who, const std::vector<UseRequest>& uses, Fitting fitting) {
    return hold_spaces(context, who, {uses, fitting, fresh_key(), "hash"});
}

Result<OneBooking> TownHall::fill_in(const Account& who, ApplicationId id, std::int64_t people,
                                     const std::string& activity) {
    ApplicationDetails details{.activity = std::nullopt,
                               .purpose = "読書会",
                               .group_name = "星見川読書の会",
                               .people = people,
                               .highest_admission = std::nullopt,
                               .is_commercial = false,
                               .reduction = std::nullopt};
    if (!activity.empty()) details.activity = ActivityCode{activity};
    return one(put_details(context, who, {id, details}));
}

Result<OneBooking> TownHall::submit(const Account& who, ApplicationId id) {
    return one(submit_application(context, who, id));
}

Result<OneBooking> TownHall::cancel(const Account& who, ApplicationId id, const std::vector<BookingId>& only) {
    return one(cancel_application(context, {who.id, who.role != Role::resident}, {id, only}));
}

Result<Attempt> TownHall::start(const Account& who, ApplicationId id, const std::string& key,
                                std::optional<PaymentMethod> method) {
    return start_payment(context, who,
                         {id, "ja", key.empty() ? fresh_key() : key, "hash-" + std::to_string(id.value()), method});
}

Attempt TownHall::started(const Account& who, const UseRequest& use) {
    const auto held = hold(who, use).value();
    static_cast<void>(fill_in(who, held.booking.application).value());
    return start(who, held.booking.application).value();
}

Attempt TownHall::at_the_page(const Account& who, const UseRequest& use) {
    const Attempt begun = started(who, use);
    work();
    return attempt(begun.id);
}

ApplicationView TownHall::paid(const Account& who, const std::vector<UseRequest>& uses) {
    const auto held = hold_all(who, uses).value().view.application.id;
    static_cast<void>(fill_in(who, held).value());
    pay(who, held);
    return application(held);
}

void TownHall::pay(const Account& who, ApplicationId id) {
    const Attempt begun = start(who, id).value();
    work();
    provider.pay(begun.attempt_ref, clock.now());
    work_after(std::chrono::seconds{15});
    REQUIRE(attempt(begun.id).state == "paid");
}

void TownHall::work() {
    apply_waiting_messages(context);
    for (int steps = 0; work_on_payments(context) || work_on_refunds(context); ++steps)
        if (steps > 100) throw std::logic_error("the worker never comes to rest");
}

void TownHall::work_after(std::chrono::milliseconds time) {
    clock.pass(time);
    work();
}

void TownHall::receive(const std::string& notice) { REQUIRE(receive_notice(context, {"played", "signed", notice})); }

ApplicationView TownHall::application(ApplicationId id) {
    return database.read([&](Session& session) { return view_application(session, {AccountId{}, true}, id).value(); });
}

Booking TownHall::booking(BookingId id) {
    return database.read([&](Session& session) { return find_booking(session, id).value(); });
}

Booking TownHall::booking(ApplicationId of) { return application(of).bookings.front(); }

Attempt TownHall::attempt(AttemptId id) {
    return database.read([&](Session& session) { return find_attempt(session, id).value(); });
}

Obligation TownHall::obligation(ApplicationId of) {
    return database.read([&](Session& session) { return obligations_of(session, of).back(); });
}

std::size_t TownHall::claimed_slots(BookingId by) {
    const auto row = database.read([&](Session& session) {
        return session.select_one<std::int64_t>(select_claims, {{"owner_id", by}}).value();
    });
    return static_cast<std::size_t>(std::get<0>(row));
}

std::size_t TownHall::claimed_slots(ApplicationId by) {
    std::size_t slots = 0;
    for (const Booking& booking : application(by).bookings)
        slots += claimed_slots(booking.id);
    return slots;
}

int TownHall::count(std::string_view from_where) {
    const Sql query = Sql::built("SELECT COUNT(*) FROM " + std::string{from_where});
    return static_cast<int>(
        std::get<0>(database.read([&](Session& session) { return session.select_one<std::int64_t>(query).value(); })));
}

std::vector<std::string> TownHall::notices(AccountId of) {
    constexpr int all = 100;
    std::vector<std::string> kinds;
    for (const auto& notice : database.read([&](Session& session) { return notices_of(session, of, all); }))
        if (!notice.withdrawn) kinds.push_back(notice.kind);
    return kinds;
}

void TownHall::check_books() {
    for (const auto& check : trial_balance(database).checks) {
        INFO(check.code);
        CHECK(check.ledger == check.tables);
    }
    auto findings = database.read([](Session& session) { return audit(session); });
    std::ranges::move(database.read(audit_by_town), std::back_inserter(findings));
    for (const auto& finding : findings) {
        const std::string example = finding.examples.empty() ? "" : finding.examples.front();
        INFO(example);
        FAIL_CHECK(finding.invariant);
    }
}

void in_the_town_hall(const std::function<void(TownHall& hall)>& test) { in_the_town_hall_of("hoshimigawa", test); }

void in_the_town_hall_of(const std::string& town, const std::function<void(TownHall& hall)>& test) {
    const auto run_on = [&](Database& database) {
        TownHall hall(database, town);
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
        empty_tables(mariadb());
        run_on(mariadb());
    }
}

} // namespace hiroba::test
