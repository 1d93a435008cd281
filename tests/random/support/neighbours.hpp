// A hall and a room next to it: what is loud in one and quiet in the other at the same time is refused.
#pragma once

#include "services/context.hpp"
#include "tests/random/support/world.hpp"

namespace hiroba::test {

class Neighbours {
public:
    // Hoshimigawa is in force.
    explicit Neighbours(persistence::Database& database);

    struct Held {
        persistence::Account account;
        persistence::Booking booking;
    };
    struct Pair {
        Held loud;  // in the small hall
        Held quiet; // in the room beside it
    };
    // Both hold their places for the same time, on another day for each number.
    [[nodiscard]] Pair hold(int number);
    // Whether the form was accepted: not when it would disturb the neighbour.
    [[nodiscard]] static bool fill_in(const services::Context& context, const Held& held, const char* activity);
    [[nodiscard]] static persistence::ApplicationDetails details(const char* activity);

    [[nodiscard]] const services::Context& context() const { return office_.context; }
    [[nodiscard]] const services::TownInForce& town() const { return *town_; }
    [[nodiscard]] World& world() { return world_; }

private:
    [[nodiscard]] Held hold_one(const char* space, int number);

    World world_;
    Office office_;
    std::shared_ptr<const services::TownInForce> town_;
    int people_ = 0;
};

} // namespace hiroba::test
