#include "services/board/board.hpp"

#include "persistence/repositories/payment_cases.hpp"
#include "persistence/repositories/reviews.hpp"
#include "services/board/look_log.hpp"
#include "services/closures/closures.hpp"

#include <set>
#include <string>

namespace hiroba::services {

using persistence::Session;

Result<Board> board_of_day(const Context& context, const persistence::Account& by, const FacilityCode& facility_code,
                           LocalDate date) {
    const auto town = context.catalog.current();
    const Facility* facility = find_facility(town->town, facility_code);
    if (facility == nullptr) return refuse("unknown_facility", {{"facility", facility_code.value()}});
    const Instant now = context.clock.now();
    log_look(context, by.id, "board", facility_code.value() + " " + date.iso8601());

    const auto units = town->numbers_of(units_of(*facility));
    Board board{0, now, is_facility_closed(town->town, *facility, date), {}, {}};
    auto bookings = context.database.read([&](Session& session) {
        board.version = town->version(persistence::version_of(session, units, date, date));
        board.closures = public_closures(session, *facility, date, date);
        return persistence::board_of(session, facility_code, date);
    });
    for (const Space& space : facility->spaces) {
        BoardSpace row{space.code, {}};
        for (auto& booking : bookings)
            if (booking.booking.space == space.code) row.bookings.push_back(booking);
        board.spaces.push_back(std::move(row));
    }
    return board;
}

Result<BookingFile> booking_file(const Context& context, const persistence::Account& by, BookingId id) {
    auto file = context.database.read([&](Session& session) -> Result<BookingFile> {
        auto booking = persistence::find_booking(session, id);
        if (!booking) return refuse("booking_not_found");
        auto view = view_application(session, {by.id, true}, booking->application);
        if (!view) return tl::unexpected(view.error());
        const auto holder = persistence::find_account(session, booking->account);
        return BookingFile{std::move(*booking), std::move(*view), holder ? holder->display_name : "",
                           persistence::history_of(session, id)};
    });
    if (file) log_look(context, by.id, "booking", std::to_string(id.value()));
    return file;
}

DeskCounters what_waits(const Context& context) {
    constexpr int most_reviews = 200;
    constexpr std::chrono::days days_ahead{365};
    const LocalDate today = to_town_time(context.clock.now()).date;
    const auto waiting = context.database.read([&](Session& session) {
        return persistence::bookings_in_state(session, BookingState::under_review, today, most_reviews);
    });
    std::set<ApplicationId> reviews;
    for (const auto& each : waiting)
        reviews.insert(each.application.id);
    const auto open =
        context.database.read([&](Session& session) { return persistence::open_reviews(session, most_reviews); });
    for (const auto& review : open)
        if (review.matter == ReviewMatter::change) reviews.insert(review.application);
    const auto reductions = context.database.read([&](Session& session) {
        return persistence::applications_with_waiting_reduction(session, most_reviews).size();
    });
    DeskCounters counters{static_cast<std::int64_t>(reviews.size()), static_cast<std::int64_t>(reductions), 0,
                          context.database.read(persistence::count_open_cases)};
    for (const ListedClosure& line :
         list_closures(context, {.first = today, .last = today + days_ahead, .lifted = false}))
        counters.kept += line.kept;
    return counters;
}

void log_application_looks(const Context& context, AccountId by, const std::vector<ApplicationId>& ids) {
    std::vector<std::string> subjects;
    subjects.reserve(ids.size());
    for (const ApplicationId id : ids)
        subjects.push_back(std::to_string(id.value()));
    log_looks(context, by, "application", subjects);
}

} // namespace hiroba::services
