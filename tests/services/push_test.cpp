// What the push channel is told, and that nothing is lost when it does not listen.
#include "services/http/server.hpp"
#include "services/notification/push_relay.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>
#include <mutex>
#include <nlohmann/json.hpp>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using nlohmann::json;

namespace {

// The publisher's side of the push channel.
class Channel {
public:
    Channel() : server_({}, [this](const http::Request& request) { return take(request); }) { server_.start(); }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/publish/"; }
    void answer_with(int status) {
        const std::lock_guard lock(mutex_);
        status_ = status;
    }
    // What has been published since the last time it was asked: path and message.
    [[nodiscard]] std::vector<std::pair<std::string, json>> heard() {
        const std::lock_guard lock(mutex_);
        return std::exchange(heard_, {});
    }

private:
    http::Response take(const http::Request& request) {
        const std::lock_guard lock(mutex_);
        heard_.emplace_back(request.path, json::parse(request.body));
        return {status_, "", {}};
    }
    std::mutex mutex_;
    int status_ = 201;
    std::vector<std::pair<std::string, json>> heard_;
    http::Server server_;
};

} // namespace

TEST_CASE("changes of one building are told in one message, by date, with the version that readers will find") {
    Channel channel;
    in_the_town_hall([&](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning")).value().booking;
        CHECK(hall.hold(who, hall.small_meeting("evening")));
        CHECK(hall.hold(who, hall.small_meeting("morning", "2026-12-02")));
        CHECK(hall.cancel(who, held.application));
        relay_pushes(hall.context, channel.url());
        const auto heard = channel.heard();
        REQUIRE(heard.size() == 1);
        CHECK(heard.front().first == "/publish/kirara");
        const json units{"small_meeting"};
        const auto version = [&](std::int64_t sum) { return hall.catalog.current()->version(sum); };
        // Held twice; giving back waits for who joins the line, and then frees.
        CHECK(heard.front().second == json{{"facility", "kirara"},
                                           {"changes",
                                            {{{"date", "2026-12-01"}, {"version", version(4)}, {"units", units}},
                                             {{"date", "2026-12-02"}, {"version", version(1)}, {"units", units}}}}});
        CHECK(hall.count("push_outbox") == 0);
        relay_pushes(hall.context, channel.url());
        CHECK(channel.heard().empty());
    });
}

TEST_CASE("each building has a channel of its own") {
    Channel channel;
    in_the_town_hall([&](TownHall& hall) {
        const auto& town = hall.catalog.current()->town;
        const auto& gym = town.facilities.back();
        REQUIRE(gym.code != town.facilities.front().code);
        const auto unit = units_of(gym).front();
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        hall.database.transact([&](persistence::Session& session) {
            session.execute("INSERT INTO push_outbox (outbox_id, unit_id, slot_date) SELECT 1, unit_id, '2026-12-01'"
                            " FROM unit WHERE code = :code",
                            {{"code", unit}});
        });
        relay_pushes(hall.context, channel.url());
        CHECK(channel.heard().size() == 2);
    });
}

TEST_CASE("a channel that refuses or is not there loses nothing: all is told when it listens again") {
    Channel channel;
    in_the_town_hall([&](TownHall& hall) {
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        channel.answer_with(503);
        CHECK_THROWS_AS(relay_pushes(hall.context, channel.url()), std::runtime_error);
        CHECK_THROWS_AS(relay_pushes(hall.context, "http://127.0.0.1:1/publish/"), std::runtime_error);
        CHECK(hall.count("push_outbox") == 1);
        static_cast<void>(channel.heard());
        channel.answer_with(201);
        relay_pushes(hall.context, channel.url());
        CHECK(channel.heard().size() == 1);
        CHECK(hall.count("push_outbox") == 0);
    });
}

TEST_CASE("without a channel the outbox does not grow") {
    in_the_town_hall([](TownHall& hall) {
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        relay_pushes(hall.context, "");
        CHECK(hall.count("push_outbox") == 0);
    });
}
