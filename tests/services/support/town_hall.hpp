// Hoshimigawa on a database of the test's own, with a clock that stands still until the test moves it, and a payment
// provider that the test plays. When a test is over, the books must agree.
#pragma once

#include "services/booking/cancel.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/fill_in.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/permit.hpp"
#include "services/catalog/catalog.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/payment_worker.hpp"
#include "services/payment/refund_worker.hpp"
#include "services/payment/start_payment.hpp"
#include "tests/database/harness/temporary_folder.hpp"
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

// An application of one booking, as most tests have it.
struct OneBooking {
    services::ApplicationView view;
    persistence::Booking booking; // the first one
    std::optional<persistence::Attempt> attempt;
};

class TownHall {
public:
    // Hoshimigawa unless another folder of ops/towns is named, or a folder of the repository by its path.
    explicit TownHall(persistence::Database& on, const std::string& town = "hoshimigawa");

    persistence::Database& database;
    services::Catalog catalog;
    SetClock clock{};
    PlayedProvider provider{"played", PaymentMethod::card};
    // Finds by our reference, closes its pages itself, and its messages prove nothing: as PayPay does.
    PlayedProvider qr_provider{"played_qr", PaymentMethod::paypay};
    // Gives out numbers that are paid at a convenience store within days.
    PlayedProvider store_provider{"played_store", PaymentMethod::konbini};
    payments::Gateways gateways{{provider, qr_provider, store_provider}};
    services::Bell inbox_bell{};
    services::Bell payment_bell{};
    services::Bell push_bell{};
    services::Bell waiting_bell{};
    TemporaryFolder folder{};
    services::AttachmentStore attachments{folder.path() / "attachments"};
    services::Context context;

    // People, each with a name of their own; a password costs nothing, because nobody can log in with it.
    [[nodiscard]] persistence::Account resident(UserClass user_class = UserClass::in_town);
    [[nodiscard]] persistence::Account staff(Role role = Role::desk);

    // The small meeting room on 1 December 2026 in the morning, 470 yen, unless asked otherwise.
    [[nodiscard]] static UseRequest small_meeting(std::string_view band = "morning",
                                                  std::string_view day = "2026-12-01");
    [[nodiscard]] static UseRequest band(std::string_view space, std::string_view day, std::string_view band);
    [[nodiscard]] static UseRequest hours(std::string_view space, std::string_view day, std::string_view from,
                                          std::string_view until);
    [[nodiscard]] static UseRequest nights(std::string_view space, std::string_view day, int nights);

    [[nodiscard]] Result<OneBooking> hold(const persistence::Account& who, const UseRequest& use,
                                          const std::string& key = "");
    [[nodiscard]] Result<services::HeldApplication> hold_all(const persistence::Account& who,
                                                             const std::vector<UseRequest>& uses,
                                                             services::Fitting fitting = services::Fitting::all);
    [[nodiscard]] Result<OneBooking> fill_in(const persistence::Account& who, ApplicationId application,
                                             std::int64_t people = 8, const std::string& activity = "");
    [[nodiscard]] Result<OneBooking> submit(const persistence::Account& who, ApplicationId application);
    [[nodiscard]] Result<OneBooking> cancel(const persistence::Account& who, ApplicationId application,
                                            const std::vector<BookingId>& only = {});
    [[nodiscard]] Result<persistence::Attempt> start(const persistence::Account& who, ApplicationId application,
                                                     const std::string& key = "",
                                                     std::optional<PaymentMethod> method = std::nullopt);
    // Held, filled in, payment started: what most payment tests begin with.
    [[nodiscard]] persistence::Attempt started(const persistence::Account& who,
                                               const UseRequest& use = small_meeting());
    // The same, with the provider's page in front of the payer.
    [[nodiscard]] persistence::Attempt at_the_page(const persistence::Account& who,
                                                   const UseRequest& use = small_meeting());
    // The same, paid.
    [[nodiscard]] services::ApplicationView paid(const persistence::Account& who,
                                                 const std::vector<UseRequest>& uses = {small_meeting()});
    // What is owed at this moment is paid through the provider.
    void pay(const persistence::Account& who, ApplicationId application);

    // The workers until nothing is due.
    void work();
    void work_after(std::chrono::milliseconds time);
    void receive(const std::string& notice);

    [[nodiscard]] services::ApplicationView application(ApplicationId id);
    [[nodiscard]] persistence::Booking booking(BookingId id);
    [[nodiscard]] persistence::Booking booking(ApplicationId of); // the first one
    [[nodiscard]] persistence::Attempt attempt(AttemptId id);
    [[nodiscard]] persistence::Obligation obligation(ApplicationId of); // the newest
    [[nodiscard]] std::size_t claimed_slots(BookingId by);
    [[nodiscard]] std::size_t claimed_slots(ApplicationId by);    // of all its bookings
    [[nodiscard]] int count(std::string_view from_where);         // SELECT COUNT(*) FROM …
    [[nodiscard]] std::vector<std::string> notices(AccountId of); // their kinds, the newest first
    [[nodiscard]] std::string fresh_key();

    // `hiroba check` finds nothing.
    void check_books();

private:
    [[nodiscard]] persistence::Account person(Role role, UserClass user_class);
    [[nodiscard]] Result<OneBooking> one(Result<services::ApplicationView> view);
    int people_ = 0;
    int keys_ = 0;
};

// `test(hall)` on each engine; the books are checked afterwards.
void in_the_town_hall(const std::function<void(TownHall& hall)>& test);
void in_the_town_hall_of(const std::string& town, const std::function<void(TownHall& hall)>& test);

} // namespace hiroba::test
