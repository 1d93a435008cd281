#include "tests/database/harness/bookings.hpp"

#include "persistence/repositories/towns.hpp"

#include <chrono>

namespace hiroba::test {

using namespace hiroba::persistence;

namespace {

constexpr Sql insert_owner_row =
    "INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, version, created_at_ms)"
    " VALUES (:owner_id, 'booking', 'confirmed', NULL, 1, 0)";
constexpr Sql count_claims = "SELECT COUNT(*) FROM claim WHERE owner_id = :owner_id";

} // namespace

void register_units(Database& database) {
    const FacilityCode kirara{"kirara"};
    const std::vector<UnitOfFacility> units{
        {UnitCode{"first"}, kirara}, {UnitCode{"second"}, kirara}, {UnitCode{"third"}, kirara}};
    static_cast<void>(database.transact([&](Session& session) {
        return put_in_force(session, {{"town.toml", "the town"}}, units, a_moment);
    }));
}

Account make_account(Database& database, std::int64_t number) {
    const std::string name = "person" + std::to_string(number);
    const Account account{AccountId{number}, name, name, Role::resident, UserClass::in_town, "none"};
    database.transact([&](Session& session) { save_account(session, account); });
    return account;
}

Occupation occupation(const std::vector<std::int64_t>& units, MinuteOfDay from, MinuteOfDay until) {
    Occupation wish{{}, the_day, SlotRange::covering(TimeRange::of(from, until).value())};
    for (const std::int64_t unit : units)
        wish.units.emplace_back(unit);
    return wish;
}

Occupation occupation(const std::vector<std::int64_t>& units, std::string_view from, std::string_view until) {
    return occupation(units, MinuteOfDay::parse(from).value(), MinuteOfDay::parse(until).value());
}

void insert_owner(Session& session, BookingId id) { session.execute(insert_owner_row, {{"owner_id", id}}); }

std::int64_t claimed_by(Database& database, BookingId owner) {
    return std::get<0>(database.read([&](Session& session) {
        return session.select_one<std::int64_t>(count_claims, {{"owner_id", owner}}).value();
    }));
}

Booking booking_of(std::int64_t id, AccountId account) {
    return {.id = BookingId{id},
            .number = std::nullopt,
            .account = account,
            .facility = FacilityCode{"kirara"},
            .space = SpaceCode{"small_meeting"},
            .date = the_day,
            .start = MinuteOfDay::parse("09:00").value(),
            .end = MinuteOfDay::parse("12:00").value(),
            .band = BandCode{"morning"},
            .details = std::nullopt,
            .total = Yen{470},
            .quote_json = "{}",
            .edition = 1,
            .state = BookingState::held,
            .expires_at = a_moment + std::chrono::minutes{10},
            .created_at = a_moment};
}

Obligation obligation_for(const Booking& booking) {
    return {ObligationId{booking.id.value()}, booking.id, "owed", booking.total, AccountCode{"01-14"}, the_day, 2026};
}

Attempt attempt_for(const Obligation& obligation, std::int64_t id) {
    Attempt attempt{};
    attempt.id = AttemptId{id};
    attempt.attempt_ref = "attempt-" + std::to_string(id);
    attempt.obligation = obligation.id;
    attempt.booking = obligation.booking;
    attempt.state = "created";
    attempt.provider = "stripe";
    attempt.amount = obligation.amount;
    attempt.request_body = "the exact bytes";
    attempt.expires_at = a_moment + std::chrono::minutes{35};
    attempt.next_step_at = a_moment;
    attempt.created_at = a_moment;
    return attempt;
}

} // namespace hiroba::test
