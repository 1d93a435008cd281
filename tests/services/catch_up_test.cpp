// Catching up: messages that never arrived are asked for, stored once, and applied like those that did (F19).
#include "services/payment/catch_up.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

// A provider's list, a page for each event.
class PlayedList final : public payments::EventSource {
public:
    std::vector<payments::ToldEvent> events{}; // the newest first
    std::vector<Instant> asked_since{};
    std::size_t fails_at_page = 100;

    void tell(const std::string& id, const std::string& attempt_ref, Instant at) {
        events.insert(events.begin(), {{.dedupe_key = id,
                                        .provider_kind = "something.happened",
                                        .attempt_ref = attempt_ref,
                                        .provider_ref = "",
                                        .occurred_at = at},
                                       "{}"});
    }
    [[nodiscard]] std::string_view provider() const override { return "played"; }
    [[nodiscard]] payments::GatewayResult<payments::EventPage> events_since(Instant since,
                                                                            const std::string& cursor) override {
        const std::size_t page = cursor.empty() ? 0 : std::stoul(cursor);
        if (page == 0) asked_since.push_back(since);
        if (page == fails_at_page)
            return tl::unexpected(payments::GatewayError{payments::GatewayFault::provider_down, 503, "", ""});
        payments::EventPage told;
        if (page < events.size() && events[page].notice.occurred_at >= since) told.events.push_back(events[page]);
        if (page + 1 < events.size()) told.next_cursor = std::to_string(page + 1);
        return told;
    }
};

} // namespace

TEST_CASE("a payment whose message was lost while nobody listened is proved after catching up") {
    in_the_town_hall([](TownHall& hall) {
        const auto late = hall.at_the_page(hall.resident());
        hall.provider.expire(late.attempt_ref);
        hall.work_after(15s);
        REQUIRE(hall.attempt(late.id).state == "expired");
        hall.provider.pay(late.attempt_ref, hall.clock.now());
        PlayedList list;
        list.tell("evt_1", late.attempt_ref, hall.clock.now());
        list.tell("evt_2", "an_attempt_of_nobody", hall.clock.now());
        hall.clock.pass(72h);
        CatchUp{}.run(hall.context, list);
        hall.work();
        CHECK(hall.attempt(late.id).state == "paid_late");
        CHECK(hall.count("provider_inbox") == 2);
        CHECK(list.asked_since.front() == hall.clock.now() - 30 * 24h);
    });
}

TEST_CASE("what is known is not stored again, and is asked for only once by each process") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.receive(PlayedProvider::notice("evt_1", begun.attempt_ref));
        PlayedList list;
        list.tell("evt_1", begun.attempt_ref, hall.clock.now());
        hall.clock.pass(5h);
        CatchUp catch_up;
        catch_up.run(hall.context, list);
        CHECK(hall.count("provider_inbox") == 1);
        const Instant complete_until = hall.clock.now();
        hall.clock.pass(10min);
        catch_up.run(hall.context, list);
        CHECK(list.asked_since == std::vector{complete_until - 30 * 24h, complete_until - 1h});
    });
}

TEST_CASE("a message that was lost before a newer one arrived is found, however much newer that is") {
    in_the_town_hall([](TownHall& hall) {
        const auto late = hall.at_the_page(hall.resident());
        hall.provider.expire(late.attempt_ref);
        hall.work_after(15s);
        hall.provider.pay(late.attempt_ref, hall.clock.now());
        PlayedList list;
        list.tell("evt_lost", late.attempt_ref, hall.clock.now());
        hall.clock.pass(72h); // nobody listens
        hall.receive(PlayedProvider::notice("evt_new", ""));
        CatchUp{}.run(hall.context, list);
        hall.work();
        CHECK(hall.attempt(late.id).state == "paid_late");
    });
}

TEST_CASE("a charge back that is caught up with before its payment is proved becomes a case when it is") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::dispute("dp_1", "payment_" + begun.attempt_ref));
        apply_waiting_messages(hall.context);
        CHECK(hall.count("provider_inbox WHERE outcome = 'unmatched'") == 1);
        hall.work_after(15s);
        REQUIRE(hall.attempt(begun.id).state == "paid");
        hall.work();
        CHECK(hall.count("provider_inbox WHERE outcome = 'applied'") == 1);
        CHECK(hall.count("payment_case WHERE kind = 'disputed'") == 1);
    });
}

TEST_CASE("when the provider stops answering in the middle, what it has told is kept, and the next time begins anew") {
    in_the_town_hall([](TownHall& hall) {
        PlayedList list;
        for (const char* const id : {"evt_1", "evt_2", "evt_3"})
            list.tell(id, "", hall.clock.now());
        list.fails_at_page = 2;
        CatchUp catch_up;
        catch_up.run(hall.context, list);
        CHECK(hall.count("provider_inbox") == 2);
        list.fails_at_page = 100;
        catch_up.run(hall.context, list);
        CHECK(hall.count("provider_inbox") == 3);
        CHECK(list.asked_since.front() == list.asked_since.back());
    });
}

TEST_CASE("a list that is longer than one run goes on where it stopped, and is complete from when it was begun") {
    in_the_town_hall([](TownHall& hall) {
        PlayedList list;
        constexpr int pages_of_a_run = 1'000;
        list.fails_at_page = pages_of_a_run + 1;
        for (int event = 0; event <= pages_of_a_run; ++event)
            list.tell("evt_" + std::to_string(event), "", hall.clock.now());
        const Instant begun_at = hall.clock.now();
        CatchUp catch_up;
        catch_up.run(hall.context, list);
        CHECK(hall.count("provider_inbox") == pages_of_a_run);
        CHECK(hall.count("provider_inbox WHERE dedupe_key = 'evt_0'") == 0); // the oldest
        hall.clock.pass(10min);
        catch_up.run(hall.context, list);
        CHECK(hall.count("provider_inbox") == pages_of_a_run + 1);
        CHECK(list.asked_since.size() == 1); // not from the beginning
        hall.clock.pass(10min);
        catch_up.run(hall.context, list);
        CHECK(list.asked_since.back() == begun_at - 1h);
    });
}
