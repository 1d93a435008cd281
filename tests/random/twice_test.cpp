// The same request twice at the same moment, as an impatient finger or a browser's retry sends it, to two processes: it
// is done once, and both are told the same.
#include "services/booking/change.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/closures/closures.hpp"
#include "services/payment/start_payment.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/random/support/world.hpp"

#include <array>
#include <barrier>
#include <doctest/doctest.h>
#include <functional>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

// One round: who asks for what, under which key.
struct Round {
    Account resident;
    Account clerk;
    LocalDate date;
    std::string key;
    ApplicationId application{}; // held by the resident, where the request is about one

    [[nodiscard]] UseRequest use() const {
        return {.space = SpaceCode{"large_meeting_a"}, .date = date, .band = BandCode{"morning"}};
    }
};

// Another person and another open day each time.
Round round_number(World& world, int number) {
    constexpr int days_open = 5; // Tuesday to Saturday
    const int day = number / days_open * 7 + number % days_open;
    return {.resident = world.residents.at(static_cast<std::size_t>(number)),
            .clerk = world.staff.front(),
            .date = LocalDate::parse("2026-12-01").value() + std::chrono::days{day},
            .key = world.fresh_key()};
}

ApplicationDetails details() {
    return {.activity = std::nullopt,
            .purpose = "読書会",
            .group_name = std::nullopt,
            .people = 8,
            .highest_admission = std::nullopt,
            .is_commercial = false,
            .reduction = std::nullopt};
}

// In one office; answers an id, or 0 when it was refused.
using Ask = std::function<std::int64_t(const services::Context& context, const Round& round)>;

std::int64_t held(const services::Context& context, const Round& round) {
    const auto answer =
        services::hold_spaces(context, round.resident, {{round.use()}, services::Fitting::all, round.key, "hash"});
    return answer ? answer->view.application.id.value() : 0;
}

std::int64_t held_and_filled_in(const services::Context& context, const Round& round) {
    const ApplicationId id{held(context, round)};
    REQUIRE(services::put_details(context, round.resident, {id, details()}));
    return id.value();
}

std::array<std::int64_t, 2> at_the_same_moment(const std::array<const services::Context*, 2>& contexts,
                                               const Round& round, const Ask& ask) {
    std::barrier together(2);
    std::array<std::int64_t, 2> told{};
    std::array<std::string, 2> thrown{};
    const auto click = [&](std::size_t office) {
        together.arrive_and_wait();
        for (bool again = true; again;) {
            again = false;
            try {
                told.at(office) = ask(*contexts.at(office), round);
            } catch (const DatabaseBusy&) {
                again = true;
            } catch (const std::exception& fault) {
                thrown.at(office) = fault.what();
            }
        }
    };
    std::jthread other([&] { click(1); });
    click(0);
    other.join();
    for (const std::string& fault : thrown)
        CHECK(fault == "");
    return told;
}

// `prepare` answers what the request is about.
void twice(const Ask& ask, const Ask& prepare = {}) {
    for_each_empty_database([&](const std::string& url) {
        const auto first = Database::open({.url = url});
        set_up(*first, hoshimigawa());
        const auto second = Database::open({.url = url});
        World world(hoshimigawa(), *first);
        Office one(world, *first, 0ms);
        Office other(world, *second, 0ms);
        for (int number = 0; number < static_cast<int>(world.residents.size()); ++number) {
            Round round = round_number(world, number);
            if (prepare) round.application = ApplicationId{prepare(one.context, round)};
            const auto told = at_the_same_moment({&one.context, &other.context}, round, ask);
            CHECK(told[0] != 0);
            CHECK(told[0] == told[1]);
        }
        check_audit(*first);
    });
}

} // namespace

TEST_CASE("a hold that is sent twice at the same moment is one hold") { twice(held); }

TEST_CASE("the town's own use that the desk sends twice at the same moment is one booking") {
    twice([](const services::Context& context, const Round& round) {
        const auto booked = services::book_on_behalf(
            context, round.clerk,
            {std::nullopt, {{round.use()}, services::Fitting::all, round.key, "hash"}, details()});
        return booked ? booked->view.application.id.value() : 0;
    });
}

TEST_CASE("a payment that is begun twice at the same moment is one attempt") {
    twice(
        [](const services::Context& context, const Round& round) {
            const auto attempt =
                services::start_payment(context, round.resident, {round.application, "ja", round.key, "hash"});
            return attempt ? attempt->id.value() : 0;
        },
        held_and_filled_in);
}

TEST_CASE("a change that is sent twice at the same moment is one change") {
    twice(
        [](const services::Context& context, const Round& round) {
            const auto bookings = context.database.read(
                [&](Session& session) { return bookings_of_application(session, round.application); });
            services::ChangeCommand command;
            command.application = round.application;
            command.booking = bookings.front().id;
            command.band = BandCode{"afternoon"};
            command.idempotency_key = round.key;
            const auto changed = services::change_application(context, {round.resident.id, false}, command);
            return changed ? changed->application.id.value() : 0;
        },
        held_and_filled_in);
}

TEST_CASE("a closure that is sent twice at the same moment is one closure") {
    twice([](const services::Context& context, const Round& round) {
        services::ClosureCommand command;
        command.facility = FacilityCode{"kirara"};
        command.space = SpaceCode{"large_meeting_a"};
        command.first = command.last = round.date;
        command.reason = {"漏水", "A leak"};
        command.idempotency_key = round.key;
        const auto closed = services::close_spaces(context, round.clerk, command);
        return closed ? closed->closure.id.value() : 0;
    });
}
