#include "persistence/engine/database.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "tests/bench/bookings/loop.hpp"

#include <stdexcept>

namespace hiroba::bench {
namespace {

using persistence::Booking;
using persistence::Session;

Instant now() {
    return Instant::from_epoch_ms(
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count());
}

TimeRange time_of(const Place& place) {
    const auto minute = [](std::int64_t slot) {
        return *MinuteOfDay::of(static_cast<int>(slot) * SlotRange::slot_minutes);
    };
    return *TimeRange::of(minute(place.first_slot), minute(place.last_slot + 1));
}

Booking booking_at(const Place& place, const TimeRange& time, Instant at) {
    return {.id = BookingId{persistence::new_id(at)},
            .number = std::nullopt,
            .account = AccountId{place.account},
            .facility = FacilityCode{words().facility},
            .space = SpaceCode{words().space},
            .date = *LocalDate::parse(place.date),
            .start = time.start(),
            .end = time.end(),
            .band = BandCode{words().band},
            .details = std::nullopt,
            .total = Yen{words().total_yen},
            .quote_json = words().quote_json,
            .edition = words().edition,
            .state = BookingState::held,
            .expires_at = at + std::chrono::minutes{10},
            .created_at = at};
}

class ProductLoop final : public Loop {
public:
    ProductLoop(const std::string& url, int callers)
        : database_(persistence::Database::open({.url = url, .sessions = callers + 4})) {}

    void book(int, const Place& place) override {
        const Instant at = now();
        const TimeRange time = time_of(place);
        const Booking booking = booking_at(place, time, at);
        const persistence::IdempotencyKey key{booking.account, "hold", words().idempotency_key(place.number),
                                              words().request_hash};
        const persistence::Occupation occupation{{UnitId{place.unit}}, booking.date, SlotRange::covering(time)};
        const Result<void> held = database_->transact([&](Session& session) -> Result<void> {
            persistence::remember(session, key, booking.id.value(), at);
            return persistence::insert_held(session, booking, occupation, at);
        });
        if (!held) throw std::runtime_error("a booking of the bench was refused: " + held.error().code);
    }

private:
    std::unique_ptr<persistence::Database> database_;
};

} // namespace

std::unique_ptr<Loop> product_loop(const std::string& url, int callers) {
    return std::make_unique<ProductLoop>(url, callers);
}

} // namespace hiroba::bench
