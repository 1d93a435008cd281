#include "persistence/engine/database.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "tests/bench/bookings/loop.hpp"

#include <stdexcept>

namespace hiroba::bench {
namespace {

using persistence::Application;
using persistence::NewBooking;
using persistence::Session;

Instant now() {
    return Instant::from_epoch_ms(
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count());
}

MinuteOfDay minute_of(std::int64_t slot) { return *MinuteOfDay::of(static_cast<int>(slot) * SlotRange::slot_minutes); }

Application application_at(const Town& town, const Place& place, Instant at) {
    return {.id = ApplicationId{persistence::new_id(at)},
            .number = std::nullopt,
            .account = AccountId{place.account},
            .made_by = std::nullopt,
            .kind = persistence::ApplicationKind::ordinary,
            .facility = FacilityCode{words().facility},
            .user_class = UserClass::in_town,
            .details = std::nullopt,
            .edition = town.edition,
            .created_at = at};
}

NewBooking booking_at(const Application& application, const Place& place, Instant at) {
    const LocalDate date = *LocalDate::parse(place.date);
    const TimeRange time = *TimeRange::of(minute_of(place.first_slot), minute_of(place.last_slot + 1));
    return {.booking = {.id = BookingId{persistence::new_id(at)},
                        .application = application.id,
                        .account = application.account,
                        .facility = application.facility,
                        .space = SpaceCode{words().space},
                        .start = {date, time.start()},
                        .end = {date, time.end()},
                        .band = BandCode{words().band},
                        .nights = std::nullopt,
                        .equipment = {},
                        .total = Yen{words().total_yen},
                        .charged = {},
                        .paid = {},
                        .quote_json = words().quote_json,
                        .edition = application.edition,
                        .state = BookingState::held,
                        .expires_at = at + std::chrono::minutes{10},
                        .created_at = at},
            .occupation = {{UnitId{place.unit}}, {{date, SlotRange::covering(time)}}},
            .equipment = {},
            .quotas = {}};
}

// What `hiroba serve` opens for its sixteen workers and its jobs, however many callers there are.
constexpr int served_sessions = 24;

class ProductLoop final : public Loop {
public:
    ProductLoop(const std::string& url, Town town)
        : database_(persistence::Database::open({.url = url, .sessions = served_sessions})), town_(std::move(town)) {}

    void book(int, const Place& place) override {
        const Instant at = now();
        const Application application = application_at(town_, place, at);
        const std::vector<NewBooking> bookings{booking_at(application, place, at)};
        const persistence::IdempotencyKey key{application.account, "hold", words().idempotency_key(place.number),
                                              words().request_hash};
        const Result<void> held = database_->transact([&](Session& session) -> Result<void> {
            persistence::remember(session, key, application.id.value(), at);
            return persistence::insert_held(session, application, bookings, {}, at);
        });
        if (!held) throw std::runtime_error("a booking of the bench was refused: " + held.error().code);
    }

private:
    std::unique_ptr<persistence::Database> database_;
    const Town town_;
};

} // namespace

std::unique_ptr<Loop> product_loop(const std::string& url, const Town& town) {
    return std::make_unique<ProductLoop>(url, town);
}

} // namespace hiroba::bench
