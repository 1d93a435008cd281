#include "tests/random/support/neighbours.hpp"

#include "persistence/repositories/new_id.hpp"
#include "services/booking/fill_in.hpp"
#include "services/booking/hold.hpp"

#include <stdexcept>

namespace hiroba::test {

Neighbours::Neighbours(persistence::Database& database)
    : world_(hoshimigawa(), database), office_(world_, database, std::chrono::milliseconds{0}),
      town_(office_.catalog.current()) {}

// Everybody is somebody else, so that nobody holds too much.
Neighbours::Held Neighbours::hold_one(const char* space, int number) {
    const std::string name = "neighbour" + std::to_string(++people_);
    const persistence::Account account{
        AccountId{persistence::new_id(world_.time.now())}, name, name, Role::resident, UserClass::in_town, "none"};
    office_.database.transact([&](persistence::Session& session) { persistence::save_account(session, account); });
    const LocalDate first_tuesday = LocalDate::parse("2026-12-01").value();
    constexpr int days_of_a_week_open = 5;
    const int day = number / days_of_a_week_open * 7 + number % days_of_a_week_open;
    const UseRequest use{
        .space = SpaceCode{space}, .date = first_tuesday + std::chrono::days{day}, .band = BandCode{"morning"}};
    const auto held =
        services::hold_spaces(office_.context, account, {{use}, services::Fitting::all, world_.fresh_key(), "hash"});
    if (!held) throw std::runtime_error("not held: " + held.error().code);
    return {account, held->view.bookings.front()};
}

Neighbours::Pair Neighbours::hold(int number) {
    Held loud = hold_one("small_hall", number);
    return {std::move(loud), hold_one("large_meeting_a", number)};
}

persistence::ApplicationDetails Neighbours::details(const char* activity) {
    return {.activity = ActivityCode{activity},
            .purpose = "練習",
            .group_name = std::nullopt,
            .people = 8,
            .highest_admission = std::nullopt,
            .is_commercial = false,
            .reduction = std::nullopt};
}

bool Neighbours::fill_in(const services::Context& context, const Held& held, const char* activity) {
    for (;;)
        try {
            const auto filled =
                services::put_details(context, held.account, {held.booking.application, details(activity)});
            if (!filled && filled.error().code != "disturbs_neighbour")
                throw std::runtime_error("refused for another reason: " + filled.error().code);
            return filled.has_value();
        } catch (const persistence::DatabaseBusy&) { // the other one was faster again and again
        }
}

} // namespace hiroba::test
