#include "tests/random/support/contradictions.hpp"

#include "persistence/repositories/audit.hpp"
#include "persistence/repositories/closures.hpp"
#include "services/finance/trial_balance.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace hiroba::test {

using namespace hiroba::persistence;

namespace {

using Lines = std::vector<std::string>;

constexpr Sql select_applications = "SELECT application_id FROM application ORDER BY application_id";
constexpr Sql select_offers = "SELECT offer_application_id FROM waiting WHERE offer_application_id IS NOT NULL";
constexpr Sql select_closed_for = "SELECT DISTINCT booking_id FROM closure_conflict";
constexpr Sql select_payments =
    "SELECT attempt_ref, amount_yen FROM payment_attempt WHERE state IN ('paid', 'paid_late')";
constexpr Sql select_attempt_events =
    "SELECT e.event, e.to_state, e.evidence FROM payment_event e JOIN payment_attempt t ON t.attempt_id = e.attempt_id"
    " WHERE t.attempt_ref = :attempt_ref ORDER BY e.at_ms, e.event_id";
constexpr Sql select_live_attempts = "SELECT attempt_ref FROM payment_attempt WHERE live = 1";

// All that is told of one booking.
struct Story {
    Application application;
    Booking booking;
    std::vector<BookingHistory> history;
};

struct Archive {
    std::map<BookingId, Story> stories;
    std::set<ApplicationId> offers;
    std::set<BookingId> listed_by_closures;
    std::set<ClosureId> closures;
    std::set<WaitingId> places;
    std::map<std::string, std::int64_t> payments;
    std::vector<std::string> live_attempts;
};

Archive read_archive(Session& session, const Receipts& receipts) {
    Archive archive;
    for (const auto& [id] : session.select<ApplicationId>(select_applications)) {
        const auto application = *find_application(session, id);
        for (auto& booking : bookings_of_application(session, id)) {
            auto history = history_of(session, booking.id);
            const BookingId of = booking.id;
            archive.stories.emplace(of, Story{application, std::move(booking), std::move(history)});
        }
    }
    for (const auto& [id] : session.select<ApplicationId>(select_offers))
        archive.offers.insert(id);
    for (const auto& [id] : session.select<BookingId>(select_closed_for))
        archive.listed_by_closures.insert(id);
    for (const ClosureId id : receipts.closures())
        if (find_closure(session, id)) archive.closures.insert(id);
    for (const auto& place : receipts.places())
        if (find_waiting(session, place.id)) archive.places.insert(place.id);
    for (auto& [ref, amount] : session.select<std::string, std::int64_t>(select_payments))
        archive.payments.emplace(std::move(ref), amount);
    for (auto& [ref] : session.select<std::string>(select_live_attempts))
        archive.live_attempts.push_back(std::move(ref));
    return archive;
}

std::string named(BookingId id) { return "booking " + std::to_string(id.value()); }

// The states that can follow, in any number of steps; the state itself among them.
std::set<BookingState> reachable(BookingState from) {
    std::set<BookingState> reached{from};
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const auto& step : booking_transitions())
            if (reached.contains(step.from)) reached.insert(step.to);
    }
    return reached;
}

std::string told(const Story& story) {
    std::string line = named(story.booking.id) + " (" + std::to_string(story.booking.total.amount()) + " yen, " +
                       std::to_string(story.booking.charged.amount()) + " charged, " +
                       std::to_string(story.booking.paid.amount()) + " paid)" + " of application " +
                       std::to_string(story.application.id.value()) + " (" + story.booking.space.value() + " " +
                       story.booking.start.date.iso8601() + "):";
    for (const auto& event : story.history)
        line += " " + event.event + "→" + event.to_state + " at " + std::to_string(event.at.epoch_ms()) + ",";
    return line;
}

bool was_in(const Story& story, BookingState state) {
    return std::ranges::any_of(story.history, [&](const auto& line) { return line.to_state == name_of(state); });
}

// Every answer that anybody got.
void find_lost_answers(const Archive& archive, const Receipts& receipts, Lines& lines) {
    for (const auto& [id, answers] : receipts.seen()) {
        const auto found = archive.stories.find(id);
        if (found == archive.stories.end()) {
            lines.push_back(named(id) + " was acknowledged and is not there");
            continue;
        }
        for (const Seen& seen : answers)
            if (!was_in(found->second, seen.state) || !reachable(seen.state).contains(found->second.booking.state))
                lines.push_back("acknowledged as " + std::string{name_of(seen.state)} + ": " + told(found->second));
    }
    for (const ClosureId id : receipts.closures())
        if (!archive.closures.contains(id)) lines.push_back("a closure was acknowledged and is not there");
    for (const auto& place : receipts.places())
        if (!archive.places.contains(place.id)) lines.push_back("a waiting place was acknowledged and is not there");
}

// Ended by its deadline, though every deadline that anybody was told for that state was later.
bool ended_too_early(const Story& story, const BookingHistory& event, const Receipts& receipts) {
    const auto answers = receipts.seen().find(story.booking.id);
    if (answers == receipts.seen().end()) return false;
    bool told_any = false;
    for (const Seen& seen : answers->second) {
        if (name_of(seen.state) != event.from_state || !seen.deadline) continue;
        told_any = true;
        if (*seen.deadline <= event.at) return false;
    }
    return told_any;
}

// Whether somebody wanted what this event did. What staff began and did not finish, they undo themselves.
bool is_explained(const Story& story, const BookingHistory& event, const Archive& archive, const Receipts& receipts) {
    const auto is = [&](BookingEvent name) { return event.event == name_of(name); };
    if (is(BookingEvent::withdrawn) || is(BookingEvent::cancelled))
        return receipts.is_wanted(Want::giving_back, story.booking) ||
               (story.application.made_by && event.account == story.application.made_by);
    if (is(BookingEvent::refused)) return receipts.is_wanted(Want::refusal, story.booking);
    if (is(BookingEvent::revoked))
        return receipts.is_wanted(Want::revocation, story.booking) ||
               archive.listed_by_closures.contains(story.booking.id);
    if (is(BookingEvent::deadline_passed)) return !ended_too_early(story, event, receipts);
    if (event.event == "changed") return receipts.is_wanted(Want::change, story.booking);
    return true;
}

void find_unwanted_events(const Archive& archive, const Receipts& receipts, Lines& lines) {
    for (const auto& [id, story] : archive.stories) {
        for (const auto& event : story.history)
            if (!is_explained(story, event, archive, receipts))
                lines.push_back("nobody wanted “" + event.event + "”: " + told(story));
        const auto changes = std::ranges::count(story.history, std::string{"changed"}, &BookingHistory::event);
        if (changes < receipts.changes_of(id)) lines.push_back("a change was acknowledged and lost: " + told(story));
    }
}

// By the rooms' units and the times of the bookings, without asking the claims.
void find_sold_twice(const Archive& archive, const Town& town, Lines& lines) {
    std::map<UnitCode, std::vector<const Booking*>> by_unit;
    for (const auto& [id, story] : archive.stories)
        if (occupies(story.booking.state))
            for (const UnitCode& unit : find_space(town, story.booking.space).space->units)
                by_unit[unit].push_back(&story.booking);
    for (const auto& [unit, bookings] : by_unit)
        for (auto one = bookings.begin(); one != bookings.end(); ++one)
            for (auto other = one + 1; other != bookings.end(); ++other)
                if ((*one)->start < (*other)->end && (*other)->start < (*one)->end)
                    lines.push_back("sold twice: " + unit.value() + ", " + named((*one)->id) + " and " +
                                    named((*other)->id));
}

std::string payments_told(Database& database, const std::string& ref) {
    std::string line = ref + ":";
    database.read([&](Session& session) {
        for (const auto& [event, to_state, evidence] :
             session.select<std::string, std::string, std::string>(select_attempt_events, {{"attempt_ref", ref}}))
            line += " " + event + "→" + to_state + " (" + evidence + "),";
    });
    return line;
}

void find_broken_rules(Database& database, Lines& lines) {
    for (const auto& finding : database.read(audit)) {
        std::string line = "hiroba check: " + finding.invariant + ",";
        for (const std::string& example : finding.examples)
            line += " " + example + ",";
        lines.push_back(std::move(line));
    }
    for (const auto& check : services::trial_balance(database).checks)
        if (!check.agrees()) lines.push_back("trial balance: " + check.code);
}

// Nobody's application but those that somebody was told of, that the waiting list offered, or that staff gave up.
void find_ghosts(const Archive& archive, const Receipts& receipts, Lines& lines) {
    for (const auto& [id, story] : archive.stories)
        if (!receipts.knows(story.application.id) && !archive.offers.contains(story.application.id) &&
            !story.application.made_by)
            lines.push_back("nobody was told of " + told(story));
}

// What is known of every booking that a line names by its number alone.
void tell_stories(const Archive& archive, Lines& lines) {
    for (std::string& line : lines) {
        if (line.find("→") != std::string::npos) continue;
        for (const auto& [id, story] : archive.stories)
            if (line.find(std::to_string(id.value())) != std::string::npos ||
                line.find(std::to_string(story.application.id.value())) != std::string::npos)
                line += "\n    " + told(story);
    }
}

} // namespace

std::vector<std::string> contradictions(Database& database, const World& world) {
    Lines lines;
    find_broken_rules(database, lines);
    const Archive archive = database.read([&](Session& session) { return read_archive(session, world.receipts); });
    find_lost_answers(archive, world.receipts, lines);
    find_unwanted_events(archive, world.receipts, lines);
    find_sold_twice(archive, world.town, lines);
    find_ghosts(archive, world.receipts, lines);
    tell_stories(archive, lines);
    return lines;
}

std::vector<std::string> contradictions_at_the_end(Database& database, const World& world) {
    Lines lines = contradictions(database, world);
    const Archive archive = database.read([&](Session& session) { return read_archive(session, world.receipts); });
    for (const auto& [id, story] : archive.stories)
        if (occupies(story.booking.state) && story.booking.state != BookingState::used)
            lines.push_back("never ends: " + told(story));
    for (const std::string& ref : archive.live_attempts)
        lines.push_back("a payment that never ends: " + payments_told(database, ref));
    const auto paid = world.provider.paid();
    for (const auto& [ref, amount] : paid)
        if (const auto found = archive.payments.find(ref); found == archive.payments.end() || found->second != amount)
            lines.push_back("paid at the provider and not in the tables: " + payments_told(database, ref));
    if (archive.payments.size() > paid.size()) lines.push_back("payments in the tables that nobody made");
    return lines;
}

} // namespace hiroba::test
