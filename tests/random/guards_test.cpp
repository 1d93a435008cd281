// What would happen without the guards. The proofs of the others stand where they belong: the key and the masks of
// claims in tests/race, the fence of closures, the counters of quotas and the lock of applications in tests/database.
#include "services/booking/hold.hpp"
#include "services/booking/neighbours.hpp"
#include "services/payment/receive.hpp"
#include "tests/database/harness/at_the_same_moment.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/meeting.hpp"
#include "tests/random/support/neighbours.hpp"
#include "tests/random/support/stage.hpp"

#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/audit.hpp"

#include <algorithm>
#include <atomic>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

void with_neighbours(const std::function<void(Neighbours& neighbours)>& test) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url});
        set_up(*database, hoshimigawa());
        Neighbours neighbours(*database);
        test(neighbours);
        check_audit(*database);
    });
}

// Two units of work that wait for each other between looking and writing; only MariaDB lets them run side by side.
void on_mariadb(const std::function<void(Database& database)>& test) {
    if (!covers(Engine::mariadb)) return;
    const auto database = Database::open({.url = MariadbServer::shared().create_database()});
    test(*database);
}

} // namespace

TEST_CASE("of two who would disturb each other and fill in their forms at the same moment one is refused, each time") {
    with_neighbours([](Neighbours& neighbours) {
        constexpr int days = 10;
        for (int number = 0; number < days; ++number) {
            const auto pair = neighbours.hold(number);
            std::atomic<int> accepted{0};
            at_the_same_moment([&] { accepted += neighbours.fill_in(neighbours.context(), pair.loud, "band"); },
                               [&] { accepted += neighbours.fill_in(neighbours.context(), pair.quiet, "meeting"); });
            CHECK(accepted == 1);
        }
    });
}

TEST_CASE("without the fence both look, both see nobody who is disturbed, and the band plays beside the meeting") {
    on_mariadb([](Database& database) {
        set_up(database, hoshimigawa());
        Neighbours neighbours(database);
        const auto pair = neighbours.hold(0);
        Meeting both_have_looked(2);
        std::atomic<int> accepted{0};
        const auto look_then_write = [&](const Neighbours::Held& held, const char* activity) {
            database.transact([&](Session& session) {
                const auto seen =
                    services::look_at_neighbours(session, neighbours.town(), held.booking, ActivityCode{activity});
                both_have_looked.wait_for_all(static_cast<int>(held.booking.account.value() % 1000));
                if (!seen) return;
                save_details(session, held.booking.application, Neighbours::details(activity));
                ++accepted;
            });
        };
        at_the_same_moment([&] { look_then_write(pair.loud, "band"); },
                           [&] { look_then_write(pair.quiet, "meeting"); });
        CHECK(accepted == 2);
    });
}

namespace {

constexpr std::int64_t application = 10;

struct Decided {
    bool pays = false;
    bool gave_up = false;
};

// One looks for what is owed and begins to pay it, the other looks for a payment and gives the unpaid booking up.
Decided decide_at_once(Database& database, const std::function<void(Session& session, int party)>& before_looking,
                       const std::function<void(int party)>& after_looking) {
    const ApplicationId id{application};
    Decided decided;
    const auto pay = [&] {
        decided.pays = database.transact([&](Session& session) {
            before_looking(session, 1);
            const auto owed = owed_obligation_of(session, id);
            after_looking(1);
            if (owed) insert_attempt(session, attempt_for(*owed, 77));
            return owed.has_value();
        });
    };
    const auto give_up = [&] {
        decided.gave_up = database.transact([&](Session& session) {
            before_looking(session, 2);
            const auto attempt = newest_attempt_of(session, id);
            const auto owed = owed_obligation_of(session, id);
            after_looking(2);
            if (attempt) return false;
            const Advance step{.event = BookingEvent::cancelled, .at = a_moment};
            if (!advance(session, BookingId{application}, step)) return false;
            save_charge(session, BookingId{application}, {});
            return settle_obligation(session, owed->id, "released");
        });
    };
    at_the_same_moment(pay, give_up);
    return decided;
}

void with_an_unpaid_booking(const std::function<void(Database& database)>& test) {
    on_mariadb([&](Database& database) {
        migrate(database);
        register_units(database);
        REQUIRE(hold(database, make_account(database, 1).id, {{.id = application}}));
        permit(database, application);
        test(database);
    });
}

} // namespace

TEST_CASE("paying and giving up at the same moment: who locks the application first decides, and the other sees it") {
    with_an_unpaid_booking([](Database& database) {
        const auto decided = decide_at_once(
            database, [](Session& session, int) { lock_application(session, ApplicationId{application}); }, [](int) {});
        CHECK(decided.pays != decided.gave_up);
    });
}

TEST_CASE("without the lock of the application a payment begins for what was given up at that moment") {
    with_an_unpaid_booking([](Database& database) {
        Meeting both_have_looked(2);
        const auto decided = decide_at_once(
            database, [](Session&, int) {}, [&](int party) { both_have_looked.wait_for_all(party); });
        CHECK(decided.pays);
        CHECK(decided.gave_up);
        const auto findings = database.read(audit);
        CHECK(std::ranges::any_of(
            findings, [](const Finding& finding) { return finding.invariant == "live_attempts_pay_what_is_owed"; }));
    });
}

namespace {

struct Takings {
    bool online = false;
    bool cash = false;
};

// The payer looks for what is left and begins to pay it online, the clerk looks for a payment and takes it in cash.
Takings pay_at_once(Database& database, const std::function<void(Session& session, int party)>& before_looking,
                    const std::function<void(int party)>& after_looking) {
    const ApplicationId id{application};
    Takings takings;
    const auto online = [&] {
        takings.online = database.transact([&](Session& session) {
            before_looking(session, 1);
            const auto owed = owed_obligation_of(session, id);
            after_looking(1);
            if (owed) insert_attempt(session, attempt_for(*owed, 77));
            return owed.has_value();
        });
    };
    const auto cash = [&] {
        takings.cash = database.transact([&](Session& session) {
            before_looking(session, 2);
            const auto attempt = newest_attempt_of(session, id);
            const auto owed = owed_obligation_of(session, id);
            after_looking(2);
            if (attempt || !owed) return false;
            return services::receive(session, *owed, owed->amount, a_moment);
        });
    };
    at_the_same_moment(online, cash);
    return takings;
}

} // namespace

TEST_CASE("cash at the counter and a payment online at the same moment: one of them is told that the other is faster") {
    with_an_unpaid_booking([](Database& database) {
        const auto takings = pay_at_once(
            database, [](Session& session, int) { lock_application(session, ApplicationId{application}); }, [](int) {});
        CHECK(takings.online != takings.cash);
    });
}

TEST_CASE("without the lock of the application the same is paid in cash and online") {
    with_an_unpaid_booking([](Database& database) {
        Meeting both_have_looked(2);
        const auto takings = pay_at_once(
            database, [](Session&, int) {}, [&](int party) { both_have_looked.wait_for_all(party); });
        CHECK(takings.online);
        CHECK(takings.cash);
        const auto findings = database.read(audit);
        CHECK(std::ranges::any_of(
            findings, [](const Finding& finding) { return finding.invariant == "live_attempts_pay_what_is_owed"; }));
    });
}
