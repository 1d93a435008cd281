// Every booking's state follows its money: what was paid for it in the end is what the ordinance keeps of it.
#include "tests/simulation/support/model_books.hpp"

namespace hiroba::test {

namespace {

LocalDate day_of(Instant at) { return to_town_time(at).date; }

// The days from the first to the last, both included.
std::set<LocalDate> days_between(LocalDate first, LocalDate last) {
    std::set<LocalDate> days;
    for (LocalDate day = first; day <= last; day = day + std::chrono::days{1})
        days.insert(day);
    return days;
}

struct Sums {
    std::set<std::int64_t> allowed{0};
    int bookings = 0;
    // A part of what is owed was paid, or something was set off: what is kept lies between what would be kept if
    // nothing of it, and if all of it had been paid.
    bool is_in_parts = false;

    void add(const std::set<std::int64_t>& amounts) {
        std::set<std::int64_t> sums;
        for (const std::int64_t before : allowed)
            for (const std::int64_t amount : amounts)
                sums.insert(before + amount);
        allowed = std::move(sums);
        ++bookings;
    }
    [[nodiscard]] bool allows(std::int64_t paid) const {
        if (!is_in_parts || allowed.size() < 2) return allowed.contains(paid);
        constexpr std::int64_t rounding = 10; // of what is given back, for each step of a use
        return *allowed.begin() - rounding * bookings <= paid && paid <= *allowed.rbegin() + rounding * bookings;
    }
};

} // namespace

// What the town has of each application, wherever it lies.
std::map<ApplicationId, std::int64_t> Model::paid_in_the_end(const Books& books) const {
    std::map<ApplicationId, std::int64_t> paid;
    for (const auto* const provider : providers_)
        for (const auto& payment : provider->payments())
            if (const auto* const attempt = books.attempt(payment.ref);
                attempt != nullptr && payment.received == payment.asked)
                paid[attempt->application] += payment.received - payment.given_back;
    for (const auto& taken : counter_.taken())
        if (!taken.is_undone) paid[taken.application] += taken.amount;
    for (const auto& handed_out : counter_.handed_out())
        paid[handed_out.application] -= handed_out.amount;
    for (const Books::Refund& refund : books.refunds)
        if (refund.is_paid_by_hand() && !refund.in_cash) paid[refund.application] -= refund.amount;
    for (const Books::Refund& refund : books.refunds) // settled with the payer outside of the books
        if (refund.state == "paid_twice") paid[refund.application] += refund.amount;
    return paid;
}

void Model::find_bookings_beside_their_money(const Books& books, Contradictions& found) const {
    std::map<BookingId, std::vector<std::pair<Use, Instant>>> changes;
    for (const Books::Change& change : books.changes)
        if (const auto wanted = changes_.find(change.key); wanted != changes_.end())
            changes[wanted->second.booking].emplace_back(wanted->second.to, change.at);
    std::map<ApplicationId, Sums> kept;
    for (const auto& taken : counter_.taken())
        kept[taken.application].is_in_parts = true;
    for (const Books::Refund& refund : books.refunds)
        if (refund.state == "set_off") kept[refund.application].is_in_parts = true;

    for (const Books::Booking& booking : books.bookings) {
        Sums& sums = kept[booking.application];
        if (booking.state == "held" || booking.state == "permitted_unpaid")
            found.push_back("for ever " + booking.state + ": " + named(booking.id));
        const auto held = uses_.find(booking.id);
        if (held == uses_.end()) continue; // nobody was told of it, and it ended by itself
        KeptOfUse of_use(held->second);
        auto next = changes[booking.id].begin();
        std::string state = "held";
        std::optional<LocalDate> permitted_on;
        for (const Books::Event& event : booking.history) {
            if (event.to == "permitted_unpaid" && !permitted_on) permitted_on = day_of(event.at);
            // A difference that a change had made, or a part of a first payment.
            const bool is_paid_meanwhile = state == "permitted" || (state == "permitted_unpaid" && sums.is_in_parts);
            if (is_paid_meanwhile && event.name != "paid") of_use.may_be_paid();
            if (event.name == "changed") {
                if (next == changes[booking.id].end()) {
                    found.push_back("changed, and nobody wanted it: " + named(booking.id));
                    break;
                }
                of_use.changed(next->first, day_of(next->second));
                ++next;
            } else if (event.name == "payment_undone") {
                of_use.may_be_undone();
            } else if (event.to == "permitted") {
                of_use.paid_whole();
            } else if (event.to == "used" || event.to == "no_show") {
                of_use.paid_whole(); // the desk has collected what was owed
            } else if (event.to == "revoked") {
                of_use.taken_back_by_the_town();
            } else if (event.to == "cancelled") {
                if (const auto asked = given_up_.find(booking.id); asked != given_up_.end())
                    of_use.given_up(asked->second);
                else
                    found.push_back("nobody gave it up: " + named(booking.id));
            } else if (event.to == "expired" && permitted_on) {
                of_use.given_up(days_between(*permitted_on, day_of(event.at)));
            }
            state = event.to;
        }
        if (next != changes[booking.id].end()) found.push_back("a change is not in the history: " + named(booking.id));
        sums.add(of_use.amounts());
    }
    auto paid = paid_in_the_end(books);
    for (const auto& [application, sums] : kept) {
        if (sums.allows(paid[application])) continue;
        std::string line = "application " + std::to_string(application.value()) + " has paid " +
                           yen(paid[application]) + " in the end:";
        for (const Books::Booking& booking : books.bookings)
            if (booking.application == application)
                line += " " + named(booking.id) + " of " + yen(booking.total) + " is " + booking.state + ",";
        for (const std::int64_t sum : sums.allowed)
            line += " " + yen(sum) + " would be right,";
        found.push_back(std::move(line));
    }
}

// A change that was answered was made, and the booking is the use that the last one asked for.
void Model::find_lost_changes(const Books& books, Contradictions& found) const {
    std::set<std::string> made;
    std::map<BookingId, Use> last = uses_;
    for (const Books::Change& change : books.changes) {
        made.insert(change.key);
        if (const auto wanted = changes_.find(change.key); wanted != changes_.end())
            last[wanted->second.booking] = wanted->second.to;
    }
    for (const std::string& key : told_changes_)
        if (!made.contains(key)) found.push_back("a change was answered and is not there: " + key);
    for (const Books::Booking& booking : books.bookings)
        if (const auto use = last.find(booking.id); use != last.end()) {
            if (!(use->second == booking.use)) found.push_back("another use than was wanted: " + named(booking.id));
            if (booking.total != price_on_the_wall(booking.use))
                found.push_back("the wall says " + yen(price_on_the_wall(booking.use)) + ", not " + yen(booking.total) +
                                ": " + named(booking.id));
        }
}

} // namespace hiroba::test
