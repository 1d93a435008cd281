// Hoshimigawa on a database of the test's own, with a clock that stands still until the test moves it, and a payment
// provider that the test plays. When a test is over, the books must agree.
#pragma once

#include "services/booking/cancel.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/hold.hpp"
#include "services/catalog/catalog.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/payment_worker.hpp"
#include "services/payment/start_payment.hpp"
#include "tests/services/support/played_provider.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace hiroba::test {

// "2026-12-01", "2026-11-10 10:00" on the town's clock.
[[nodiscard]] LocalDate date(std::string_view iso8601);
[[nodiscard]] Instant at(std::string_view local);

// The code of the refusal, or "" when nothing was refused.
template <class T>
std::string refusal_of(const Result<T>& result) {
    return result ? "" : result.error().code;
}

class SetClock final : public services::Clock {
public:
    [[nodiscard]] Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }
    void pass(std::chrono::milliseconds time) { now_ = now_ + time; }

private:
    Instant now_ = at("2026-11-10 10:00");
};

class TownHall {
public:
    explicit TownHall(persistence::Database& on);

    persistence::Database& database;
    services::Catalog catalog;
    SetClock clock{};
    PlayedProvider provider{};
    services::Bell inbox_bell{};
    services::Bell payment_bell{};
    services::Bell push_bell{};
    services::Context context;

    // People, each with a name of their own; a password costs nothing, because nobody can log in with it.
    [[nodiscard]] persistence::Account resident(UserClass user_class = UserClass::in_town);
    [[nodiscard]] persistence::Account staff(Role role);

    // The small meeting room on 1 December 2026 in the morning, 470 yen, unless asked otherwise.
    [[nodiscard]] static UseRequest small_meeting(std::string_view band = "morning",
                                                  std::string_view day = "2026-12-01");
    [[nodiscard]] Result<services::BookingView> hold(const persistence::Account& who, const UseRequest& use,
                                                     const std::string& key = "");
    [[nodiscard]] Result<services::BookingView> fill_in(const persistence::Account& who, BookingId booking,
                                                        std::int64_t people = 8);
    [[nodiscard]] Result<persistence::Attempt> start(const persistence::Account& who, BookingId booking,
                                                     const std::string& key = "");
    // Held, filled in, payment started: what most payment tests begin with.
    [[nodiscard]] persistence::Attempt started(const persistence::Account& who,
                                               const UseRequest& use = small_meeting());
    // The same, with the provider's page in front of the payer.
    [[nodiscard]] persistence::Attempt at_the_page(const persistence::Account& who,
                                                   const UseRequest& use = small_meeting());

    // The workers until nothing is due.
    void work();
    void work_after(std::chrono::milliseconds time);
    void receive(const std::string& notice);

    [[nodiscard]] persistence::Booking booking(BookingId id);
    [[nodiscard]] persistence::Attempt attempt(AttemptId id);
    [[nodiscard]] persistence::Obligation obligation(BookingId of);
    [[nodiscard]] std::size_t claimed_slots(BookingId by);
    [[nodiscard]] int count(std::string_view from_where); // SELECT COUNT(*) FROM …

    // The journal says what the tables say, claims stand for occupying bookings only, counters count.
    void check_books();

private:
    [[nodiscard]] persistence::Account person(Role role, UserClass user_class);
    [[nodiscard]] std::string fresh_key();
    int people_ = 0;
    int keys_ = 0;
};

// `test(hall)` on each engine; the books are checked afterwards.
void in_the_town_hall(const std::function<void(TownHall& hall)>& test);

} // namespace hiroba::test
