// Refunds that are due, what people must be told, and who may not book for a while.
#include "persistence/repositories/refunds.hpp"

#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

Refund refund_of(std::int64_t id, std::int64_t yen) {
    return {.id = RefundId{id},
            .application = ApplicationId{10},
            .booking = BookingId{10},
            .obligation = ObligationId{10},
            .ground = RefundGround::cancelled,
            .state = RefundState::due,
            .amount = Yen{yen},
            .shares = charged(Yen{yen}),
            .percent = 50,
            .article = {"第9条", "Article 9"},
            .created_at = a_moment + std::chrono::milliseconds{id}};
}

Suspension suspension_of_1(std::int64_t id, Instant from, Instant until) {
    return {.id = id,
            .account = AccountId{1},
            .from = from,
            .until = until,
            .ground = "no_show",
            .made_by = std::nullopt,
            .lifted_by = std::nullopt,
            .lifted_at = std::nullopt};
}

// Person 1 has paid for booking 10; person 9 works there.
void with_a_payment(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        REQUIRE(hold(database, make_account(database, 1).id, {{.id = 10}}));
        permit(database, 10);
        pay(database, 10);
        static_cast<void>(make_account(database, 9));
        test(database);
    });
}

} // namespace

TEST_CASE("what is due is read as it was written, summed, and taken back once") {
    with_a_payment([](Database& database) {
        database.transact([](Session& session) {
            for (const auto& [id, yen] : {std::pair{1, 200}, std::pair{2, 270}}) {
                insert_refund(session, refund_of(id, yen));
                decide_refund(session, ApplicationId{10}, RefundId{id});
            }
        });
        const auto [of_booking, of_application, due, sum] = database.read([](Session& session) {
            return std::tuple{refunds_of_booking(session, BookingId{10}), refunds_of(session, ApplicationId{10}),
                              refunds_due(session, 1), sum_of_refunds_due(session)};
        });
        REQUIRE(of_booking.size() == 2);
        CHECK(of_booking.front().amount == Yen{200});
        CHECK(of_booking.front().article.en == "Article 9");
        CHECK(of_booking.front().percent == 50);
        CHECK(of_application.size() == 2);
        REQUIRE(due.size() == 1);
        CHECK(due.front().id == RefundId{1});
        CHECK(sum == Yen{470});
        const auto take_back = [&](std::int64_t id) {
            return database.transact([&](Session& session) { return take_back_refund(session, RefundId{id}); });
        };
        CHECK(take_back(1));
        CHECK_FALSE(take_back(1));
        CHECK(database.read(sum_of_refunds_due) == Yen{270});
        CHECK(take_back(2)); // the fee stands as it was
    });
}

TEST_CASE("a notice is read by whom it is for, and withdrawn when it was overtaken") {
    with_a_payment([](Database& database) {
        const auto notice = [](std::int64_t id, const char* kind, std::optional<BookingId> booking) {
            return Notice{.id = id,
                          .account = AccountId{1},
                          .application = ApplicationId{10},
                          .booking = booking,
                          .kind = kind,
                          .facts_json = R"({"date":"2026-12-01"})",
                          .created_at = a_moment + std::chrono::milliseconds{id},
                          .withdrawn = false,
                          .read_at = std::nullopt};
        };
        database.transact([&](Session& session) {
            insert_notice(session, notice(1, "permitted", std::nullopt));
            insert_notice(session, notice(2, "revoked", BookingId{10}));
            insert_notice(session, notice(3, "reinstated", BookingId{10}));
            withdraw_notices(session, BookingId{10}, "revoked");
        });
        const auto notices = [&](int limit) {
            return database.read([&](Session& session) { return notices_of(session, AccountId{1}, limit); });
        };
        REQUIRE(notices(10).size() == 3);
        CHECK(notices(10)[0].kind == "reinstated");
        CHECK_FALSE(notices(10)[0].withdrawn);
        CHECK(notices(10)[1].withdrawn);
        CHECK(notices(10)[2].facts_json == R"({"date":"2026-12-01"})");
        CHECK(notices(2).size() == 2);
        database.transact([](Session& session) { mark_notices_read(session, AccountId{1}, a_moment + 1h); });
        database.transact([](Session& session) { mark_notices_read(session, AccountId{1}, a_moment + 2h); });
        CHECK(notices(1).front().read_at == a_moment + 1h);
        CHECK(database.read([](Session& session) { return notices_of(session, AccountId{9}, 10).empty(); }));
    });
}

TEST_CASE("a person is suspended from a moment until another, unless somebody lifts it") {
    with_a_payment([](Database& database) {
        database.transact([](Session& session) {
            insert_suspension(session, suspension_of_1(1, a_moment, a_moment + 24h));
            insert_suspension(session, suspension_of_1(2, a_moment + 1h, a_moment + 48h));
        });
        const auto at = [&](Instant moment) {
            const auto found =
                database.read([&](Session& session) { return suspension_of(session, AccountId{1}, moment); });
            return found ? found->id : 0;
        };
        CHECK(at(a_moment - 1ms) == 0);
        CHECK(at(a_moment) == 1);
        CHECK(at(a_moment + 1h) == 2);
        CHECK(at(a_moment + 48h) == 0);
        const auto lift = [&](std::int64_t id) {
            return database.transact(
                [&](Session& session) { return lift_suspension(session, id, AccountId{9}, a_moment + 2h); });
        };
        CHECK(lift(2));
        CHECK_FALSE(lift(2));
        CHECK(at(a_moment + 3h) == 1);
        const auto listed = database.read([](Session& session) { return suspensions(session, a_moment + 3h, 10); });
        REQUIRE(listed.size() == 1);
        CHECK(listed.front().name == "person1");
        CHECK(listed.front().suspension.ground == "no_show");
    });
}
