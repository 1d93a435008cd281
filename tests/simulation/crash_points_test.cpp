// Every point at which a process is between two things that last: it is killed there, the database goes away, is busy,
// has no room any more, or the answer to a COMMIT is lost. Each time the story ends as if nothing had been.
#include "tests/database/harness/databases.hpp"
#include "tests/simulation/support/ground.hpp"

#include <doctest/doctest.h>
#include <functional>

using namespace hiroba;
using namespace hiroba::test;

namespace {

// A story, and where it is struck.
using Story = std::function<Contradictions(Simulation&, int point)>;

Story payment_by(PaymentMethod method, Blow blow) {
    return [=](Simulation& simulation, int point) {
        auto found = simulation.run_plain_story(method, blow, point);
        if (simulation.money_at_providers() != 0) found.emplace_back("the payer does not have all the money again");
        return found;
    };
}

// At the first point, the second, … until the story has no more; answers how many there were.
int strike_everywhere(Ground& ground, const Story& story) {
    constexpr int no_story_is_longer = 500;
    for (int point = 1; point < no_story_is_longer; ++point) {
        ground.reset();
        Simulation simulation([&] { return ground.open(); }, ground.people(), {.seed = 1});
        const auto found = story(simulation, point);
        INFO("at point " << point);
        std::string lines;
        for (const std::string& line : found)
            lines += "\n  " + line;
        CHECK_MESSAGE(found.empty(), lines);
        if (!simulation.has_struck()) return point - 1;
    }
    FAIL_CHECK("the story never ends");
    return 0;
}

void strike_on_sqlite(Blow blow, int at_least) {
    if (!covers(persistence::Engine::sqlite)) return;
    const auto ground = ground_on_sqlite();
    for (const auto method : {PaymentMethod::card, PaymentMethod::paypay, PaymentMethod::konbini}) {
        INFO(std::string{name_of(blow)} << " while somebody pays by " << std::string{name_of(method)});
        CHECK(strike_everywhere(*ground, payment_by(method, blow)) >= at_least);
    }
}

// From the opening of the drawer to its closing.
int strike_at_the_counter(Ground& ground, Blow blow) {
    INFO(std::string{name_of(blow)} << " while somebody pays at the counter");
    return strike_everywhere(
        ground, [=](Simulation& simulation, int point) { return simulation.run_story_at_the_counter(blow, point); });
}

} // namespace

TEST_CASE("killed at any point between a commit and an answer: the money is where it belongs") {
    strike_on_sqlite(Blow::kill, 40);
    if (!covers(persistence::Engine::mariadb)) return;
    INFO("on MariaDB");
    CHECK(strike_everywhere(*ground_on_mariadb(), payment_by(PaymentMethod::card, Blow::kill)) >= 40);
}

TEST_CASE("a database that goes away at any point of a payment loses nothing") {
    strike_on_sqlite(Blow::database_gone, 20);
}

TEST_CASE("a database that is busy at any point of a payment loses nothing") {
    strike_on_sqlite(Blow::database_busy, 20);
}

TEST_CASE("a disk that is full at any point of a payment loses nothing") { strike_on_sqlite(Blow::disk_full, 20); }

TEST_CASE("a COMMIT whose answer is lost at any point of a payment is not done twice") {
    strike_on_sqlite(Blow::commit_unknown, 40);
}

TEST_CASE("struck at any point between opening a drawer and counting it: the cash is where the books say") {
    if (!covers(persistence::Engine::sqlite)) return;
    const auto ground = ground_on_sqlite();
    for (const Blow blow : blows)
        CHECK(strike_at_the_counter(*ground, blow) >= 10);
    if (!covers(persistence::Engine::mariadb)) return;
    INFO("on MariaDB");
    CHECK(strike_at_the_counter(*ground_on_mariadb(), Blow::commit_unknown) >= 10);
}
