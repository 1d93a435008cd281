#include "tests/database/harness/bookings.hpp"

#include "persistence/repositories/decisions.hpp"
#include "persistence/repositories/reviews.hpp"
#include "persistence/repositories/towns.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace hiroba::test {

using namespace hiroba::persistence;

namespace {

constexpr Sql insert_owner_row =
    "INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, claims, version, created_at_ms)"
    " VALUES (:owner_id, 'hold_back', 'held', :expires_at_ms, 0, 1, 0)";
constexpr Sql insert_unit = "INSERT INTO unit (unit_id, code, facility_code) VALUES (:unit_id, :code, 'kirara')";
constexpr Sql select_used = "SELECT used FROM quota_counter WHERE account_id = :account_id AND counter = :counter";
constexpr Sql count_claims = "SELECT COUNT(*) FROM claim WHERE owner_id = :owner_id";

Decision decision_about(Session& session, ApplicationId id, DecisionId decision) {
    const SeriesCode series{"permit"};
    const auto serial = next_serial(session, series, 2026);
    Decision made{};
    made.id = decision;
    made.application = id;
    made.series = series;
    made.fiscal_year = 2026;
    made.serial = serial;
    made.number = "許可第" + std::to_string(serial) + "号";
    made.decided_on = the_day;
    made.decided_at = a_moment;
    made.edition = find_application(session, id)->edition;
    for (const Booking& booking : bookings_of_application(session, id))
        made.bookings.push_back(booking.id);
    return made;
}

void demand(bool done, const char* what) {
    if (!done) throw std::logic_error(what);
}

} // namespace

void register_units(Database& database) {
    const FacilityCode kirara{"kirara"};
    const std::vector<UnitOfFacility> units{
        {UnitCode{"first"}, kirara}, {UnitCode{"second"}, kirara}, {UnitCode{"third"}, kirara}};
    database.transact([&](Session& session) {
        static_cast<void>(put_in_force(session, {{"town.toml", "the town"}}, units, a_moment));
        for (std::int64_t number = 1; number <= projectors; ++number)
            session.execute(insert_unit, {{"unit_id", 10 + number}, {"code", "projector:" + std::to_string(number)}});
    });
}

Account make_account(Database& database, std::int64_t number) {
    const std::string name = "person" + std::to_string(number);
    const Account account{AccountId{number}, name, name, Role::resident, UserClass::in_town, "none"};
    database.transact([&](Session& session) { save_account(session, account); });
    return account;
}

LocalDate day(std::string_view iso8601) { return LocalDate::parse(iso8601).value(); }

TimeRange time(std::string_view from, std::string_view until) {
    return TimeRange::of(MinuteOfDay::parse(from).value(), MinuteOfDay::parse(until).value()).value();
}

Occupation occupation(const std::vector<std::int64_t>& units, MinuteOfDay from, MinuteOfDay until) {
    Occupation wish{{}, {{the_day, SlotRange::covering(TimeRange::of(from, until).value())}}};
    for (const std::int64_t unit : units)
        wish.units.emplace_back(unit);
    return wish;
}

Occupation occupation(const std::vector<std::int64_t>& units, std::string_view from, std::string_view until) {
    return occupation(units, MinuteOfDay::parse(from).value(), MinuteOfDay::parse(until).value());
}

void insert_owner(Session& session, OwnerId id) {
    constexpr std::chrono::days long_time{365'000};
    session.execute(insert_owner_row, {{"owner_id", id}, {"expires_at_ms", a_moment + long_time}});
}

std::int64_t claimed_by(Database& database, OwnerId owner) {
    return std::get<0>(database.read([&](Session& session) {
        return session.select_one<std::int64_t>(count_claims, {{"owner_id", owner}}).value();
    }));
}

UnitDay unit_day(Database& database, std::int64_t unit) {
    const auto seen = database.read([&](Session& session) { return look(session, {UnitId{unit}}, the_day, the_day); });
    return seen.days.empty() ? UnitDay{} : seen.days.at(the_day).at(UnitId{unit});
}

DayMask slots(std::string_view from, std::string_view until) { return mask_of(SlotRange::covering(time(from, until))); }

std::string code_of(const Result<void>& result) { return result ? "" : result.error().code; }

std::int64_t used(Database& database, AccountId account, const std::string& counter) {
    const auto row = database.read([&](Session& session) {
        return session.select_one<std::int64_t>(select_used, {{"account_id", account}, {"counter", counter}});
    });
    return row ? std::get<0>(*row) : 0;
}

OwnerId owner_of(BookingId id) { return OwnerId{id.value()}; }

NewBooking new_booking(const Wish& wish, AccountId account) {
    const std::int64_t application = wish.application == 0 ? wish.id : wish.application;
    NewBooking wanted{.booking = {.id = BookingId{wish.id},
                                  .application = ApplicationId{application},
                                  .account = account,
                                  .facility = FacilityCode{"kirara"},
                                  .space = SpaceCode{"room_" + std::to_string(wish.units.front())},
                                  .start = {wish.date, wish.time.start()},
                                  .end = {wish.date, wish.time.end()},
                                  .band = BandCode{"morning"},
                                  .nights = std::nullopt,
                                  .equipment = {},
                                  .terms = {},
                                  .total = Yen{470},
                                  .charged = {},
                                  .paid = {},
                                  .quote_json = R"({"total_yen":470})",
                                  .edition = 1,
                                  .priced_on = the_day,
                                  .reduction = std::nullopt,
                                  .state = BookingState::held,
                                  .expires_at = a_moment + std::chrono::minutes{10},
                                  .created_at = a_moment},
                      .occupation = {{}, {{wish.date, SlotRange::covering(wish.time)}}},
                      .equipment = {},
                      .quotas = wish.quotas};
    for (const std::int64_t unit : wish.units)
        wanted.occupation.units.emplace_back(unit);
    if (wish.projectors > 0) {
        const EquipmentCode code{"projector"};
        wanted.booking.equipment.push_back({code, wish.projectors});
        wanted.equipment.push_back({code, {UnitId{11}, UnitId{12}, UnitId{13}, UnitId{14}}, wish.projectors});
    }
    return wanted;
}

Application application_of(std::int64_t id, AccountId account) {
    return {.id = ApplicationId{id},
            .number = std::nullopt,
            .account = account,
            .made_by = std::nullopt,
            .kind = ApplicationKind::ordinary,
            .facility = FacilityCode{"kirara"},
            .user_class = UserClass::in_town,
            .details = std::nullopt,
            .edition = 1,
            .created_at = a_moment};
}

Result<void> hold(Session& session, AccountId account, const std::vector<Wish>& wishes, const HoldOptions& options) {
    std::vector<NewBooking> bookings;
    for (Wish wish : wishes) {
        wish.application = wishes.front().id;
        bookings.push_back(new_booking(wish, account));
    }
    return insert_held(session, application_of(wishes.front().id, account), bookings, options, a_moment);
}

Result<void> hold(Database& database, AccountId account, const std::vector<Wish>& wishes, const HoldOptions& options) {
    return database.transact([&](Session& session) { return hold(session, account, wishes, options); });
}

Result<BookingState> step(Database& database, std::int64_t booking, const Advance& how) {
    return database.transact([&](Session& session) {
        const auto stepped = advance(session, BookingId{booking}, how);
        if (stepped) keep_review(session, find_booking(session, BookingId{booking})->application);
        return stepped;
    });
}

Booking booking(Database& database, std::int64_t id) {
    return database.read([&](Session& session) { return find_booking(session, BookingId{id}).value(); });
}

BookingState state(Database& database, std::int64_t id) { return booking(database, id).state; }

void decide_permit(Session& session, ApplicationId id) {
    insert_decision(session, decision_about(session, id, DecisionId{id.value()}));
}

void decide_refund(Session& session, ApplicationId id, RefundId refund) {
    Decision decision = decision_about(session, id, DecisionId{refund.value() + 10'000});
    decision.kind = DecisionKind::refund;
    decision.refunds = {refund};
    insert_decision(session, decision);
}

void keep_review(Session& session, ApplicationId id) {
    const auto bookings = bookings_of_application(session, id);
    const auto any = [&](BookingState state) {
        return std::ranges::find(bookings, state, &Booking::state) != bookings.end();
    };
    const bool waits = any(BookingState::under_review);
    const auto review = find_open_review(session, id);
    if (waits && !review) static_cast<void>(open_review(session, id, a_moment));
    const bool permitted = any(BookingState::permitted) || any(BookingState::permitted_unpaid);
    if (permitted && decisions_of(session, id).empty()) decide_permit(session, id);
    if (waits || !review) return;
    ReviewAdvance ended;
    ended.event = permitted ? ReviewEvent::decided : ReviewEvent::withdrawn;
    ended.at = a_moment;
    if (permitted) ended.decision = decisions_of(session, id).back().id;
    demand(advance(session, *review, ended).has_value(), "a review ends");
}

void permit(Database& database, std::int64_t application) {
    const ApplicationId id{application};
    database.transact([&](Session& session) {
        lock_application(session, id);
        Yen sum;
        for (const Booking& held : bookings_of_application(session, id)) {
            if (held.state != BookingState::held) continue;
            save_charge(session, held.id, charged(held.total));
            sum += held.total;
            const Advance permitted{
                .event = BookingEvent::permitted, .at = a_moment, .new_deadline = a_moment + std::chrono::hours{24}};
            demand(advance(session, held.id, permitted).has_value(), "a hold is permitted");
        }
        insert_obligation(session, obligation_for(application, sum));
        demand(give_number(session, id, "N-" + std::to_string(application)), "a number is nobody's yet");
        decide_permit(session, id);
    });
}

void pay(Database& database, std::int64_t application) {
    const ApplicationId id{application};
    database.transact([&](Session& session) {
        lock_application(session, id);
        const Obligation owed = owed_obligation_of(session, id).value();
        Attempt attempt = attempt_for(owed, owed.id.value());
        insert_attempt(session, attempt);
        attempt.live = false;
        attempt.state = "paid";
        attempt.entrusted_at = a_moment;
        attempt.next_step_at = std::nullopt;
        demand(save_attempt(session, attempt, {"paid", "created", "the test", a_moment}), "an attempt is paid");
        demand(add_to_paid(session, owed.id, owed.amount), "all of what is owed is paid");
        demand(settle_obligation(session, owed.id, "paid"), "what is owed is paid");
        save_paid(session, id);
        for (const Booking& unpaid : bookings_of_application(session, id))
            if (unpaid.state == BookingState::permitted_unpaid)
                demand(advance(session, unpaid.id, {.event = BookingEvent::paid, .at = a_moment}).has_value(),
                       "a booking is paid");
    });
}

void give_up(Database& database, std::int64_t application, BookingEvent event) {
    const ApplicationId id{application};
    database.transact([&](Session& session) {
        lock_application(session, id);
        demand(settle_obligation(session, owed_obligation_of(session, id).value().id, "released"), "it is owed");
        for (const Booking& unpaid : bookings_of_application(session, id)) {
            if (unpaid.state != BookingState::permitted_unpaid) continue;
            save_charge(session, unpaid.id, charged(unpaid.paid));
            demand(advance(session, unpaid.id, {.event = event, .at = a_moment}).has_value(), "it is given up");
        }
    });
}

RevenueShares charged(Yen amount) {
    if (amount == Yen{}) return {};
    return {{the_account, amount}};
}

Obligation obligation_for(std::int64_t application, Yen amount) {
    return {.id = ObligationId{application},
            .application = ApplicationId{application},
            .state = "owed",
            .amount = amount,
            .shares = charged(amount),
            .assessed_on = the_day,
            .fiscal_year = 2026};
}

Attempt attempt_for(const Obligation& obligation, std::int64_t id) {
    Attempt attempt{};
    attempt.id = AttemptId{id};
    attempt.attempt_ref = "attempt-" + std::to_string(id);
    attempt.obligation = obligation.id;
    attempt.application = obligation.application;
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
