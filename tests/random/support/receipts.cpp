#include "tests/random/support/receipts.hpp"

#include <algorithm>

namespace hiroba::test {
namespace {

constexpr int recent = 16;

} // namespace

void Receipts::keep_unlocked(const persistence::Booking& booking) {
    seen_[booking.id].push_back({booking.state, booking.expires_at});
    if (booking.state == BookingState::revoked) revoked_.push_back(booking.id);
    bookings_.insert_or_assign(booking.id, KnownBooking{booking.id, booking.application, booking.account, booking.space,
                                                        booking.start.date, booking.state});
}

void Receipts::keep(const services::ApplicationView& view) {
    const std::lock_guard lock(mutex_);
    const ApplicationId id = view.application.id;
    const auto [known, is_new] = applications_.try_emplace(id, KnownApplication{id, view.application.account, {}});
    if (is_new)
        for (const auto& booking : view.bookings)
            known->second.bookings.push_back(booking.id);
    const bool is_over = services::state_of(view.bookings) == services::ApplicationState::over;
    const auto listed = std::ranges::find(open_, id);
    if (is_over && listed != open_.end()) open_.erase(listed);
    if (!is_over && listed == open_.end()) open_.push_back(id);
    for (const auto& booking : view.bookings)
        keep_unlocked(booking);
}

void Receipts::keep(const persistence::Booking& booking) {
    const std::lock_guard lock(mutex_);
    keep_unlocked(booking);
}

void Receipts::keep(const services::ClosureReport& report) {
    const std::lock_guard lock(mutex_);
    const ClosureId id = report.closure.id;
    if (all_closures_.insert(id).second) closures_.push_back(id);
    for (const auto& conflict : report.conflicts)
        keep_unlocked(conflict.booking.booking);
}

void Receipts::keep(const persistence::Waiting& place) {
    const std::lock_guard lock(mutex_);
    places_.push_back({place.id, place.account});
}

void Receipts::wanted(Want what, std::int64_t subject) {
    const std::lock_guard lock(mutex_);
    wants_.emplace(what, subject);
}

void Receipts::changed(BookingId booking) {
    const std::lock_guard lock(mutex_);
    ++changes_[booking];
}

std::optional<KnownApplication> Receipts::application(Draw& draw) const {
    const std::lock_guard lock(mutex_);
    if (open_.empty()) return std::nullopt;
    return applications_.at(draw.one_of_the_last(open_, recent));
}

std::optional<KnownApplication> Receipts::application(ApplicationId id) const {
    const std::lock_guard lock(mutex_);
    const auto found = applications_.find(id);
    return found == applications_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<KnownBooking> Receipts::booking(Draw& draw) const {
    const auto of = application(draw);
    if (!of || of->bookings.empty()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    return bookings_.at(draw.one_of(of->bookings));
}

std::optional<KnownBooking> Receipts::booking_on(LocalDate date, Draw& draw) const {
    std::vector<KnownBooking> of_the_day;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, booking] : bookings_)
            if (booking.date == date && counts_against_quota(booking.state) && !waits_for_applicant(booking.state))
                of_the_day.push_back(booking);
    }
    if (of_the_day.empty()) return std::nullopt;
    return draw.one_of(of_the_day);
}

std::optional<BookingId> Receipts::revoked(Draw& draw) const {
    const std::lock_guard lock(mutex_);
    if (revoked_.empty()) return std::nullopt;
    return draw.one_of_the_last(revoked_, recent);
}

std::optional<ClosureId> Receipts::closure(Draw& draw) const {
    const std::lock_guard lock(mutex_);
    if (closures_.empty()) return std::nullopt;
    return draw.one_of(closures_);
}

std::optional<KnownPlace> Receipts::place(Draw& draw) const {
    const std::lock_guard lock(mutex_);
    if (places_.empty()) return std::nullopt;
    return draw.one_of_the_last(places_, recent);
}

void Receipts::forget(ClosureId lifted) {
    const std::lock_guard lock(mutex_);
    std::erase(closures_, lifted);
}

std::size_t Receipts::closures_in_force() const {
    const std::lock_guard lock(mutex_);
    return closures_.size();
}

bool Receipts::is_wanted(Want what, const persistence::Booking& booking) const {
    return wants_.contains({what, booking.id.value()}) || wants_.contains({what, booking.application.value()});
}

int Receipts::changes_of(BookingId booking) const {
    const auto found = changes_.find(booking);
    return found == changes_.end() ? 0 : found->second;
}

} // namespace hiroba::test
