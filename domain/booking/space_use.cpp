#include "domain/booking/space_use.hpp"

#include "domain/booking/priced_use.hpp"

#include <algorithm>

namespace hiroba {
namespace {

using std::chrono::days;

// Where the use lies in time, before anybody asks whether the space is open then.
struct Period {
    LocalDateTime start;
    LocalDateTime end;
};

Period on_one_day(LocalDate date, const TimeRange& time) { return {{date, time.start()}, {date, time.end()}}; }

Result<Period> period_of(const ByBand& use, const UseRequest& request) {
    if (!request.band || request.time || request.nights) return refuse("band_required");
    const auto band = std::ranges::find(use.bands, *request.band, &TimeBand::code);
    if (band == use.bands.end()) return refuse("unknown_band", {{"band", request.band->value()}});
    return on_one_day(request.date, band->range);
}

Result<Period> period_of(const ByHour&, const UseRequest& request) {
    if (!request.time || request.band || request.nights) return refuse("time_range_required");
    return on_one_day(request.date, *request.time);
}

Result<Period> period_of(const ByNight& use, const UseRequest& request) {
    if (!request.nights || request.band || request.time) return refuse("nights_required");
    if (*request.nights < 1 || *request.nights > use.maximum_nights)
        return refuse("too_many_nights", {{"maximum_nights", std::int64_t{use.maximum_nights}}});
    return Period{{request.date, use.check_in}, {request.date + days{*request.nights}, use.check_out}};
}

Refusal closed_on(const Facility& facility, const Space& space, LocalDate date) {
    const bool by_exception = has_exception(facility, space, date);
    return {by_exception ? "closed_by_exception" : "closed_day", {{"date", date.iso8601()}}};
}

// Every date of the use (of nights: on which one begins) must be open, and the hours of the first contain its
// beginning; a use within one day lies in them whole. The hours of the first date are the answer.
Result<TimeRange> check_open(const Town& town, const Facility& facility, const Space& space, const Period& period) {
    const auto hours = open_hours(town, facility, space, period.start.date);
    if (!hours) return tl::unexpected(closed_on(facility, space, period.start.date));
    for (auto date = period.start.date + days{1}; date < period.end.date; date = date + days{1}) {
        if (!open_hours(town, facility, space, date)) return tl::unexpected(closed_on(facility, space, date));
    }
    const bool ends_inside = period.end.date > period.start.date || period.end.time <= hours->end();
    if (hours->start() <= period.start.time && period.start.time < hours->end() && ends_inside) return *hours;
    return refuse("outside_opening_hours", {{"opens", hours->start().hh_mm()}, {"closes", hours->end().hh_mm()}});
}

Result<void> check_length(const ByHour& use, const TimeRange& hours, const TimeRange& time) {
    const auto from_opening = [&](MinuteOfDay at) { return at.minutes() - hours.start().minutes(); };
    if (from_opening(time.start()) % use.step_minutes != 0 || from_opening(time.end()) % use.step_minutes != 0)
        return refuse("not_on_grid", {{"step_minutes", std::int64_t{use.step_minutes}}});
    if (time.length().count() < use.minimum_minutes)
        return refuse("too_short", {{"minimum_minutes", std::int64_t{use.minimum_minutes}}});
    if (time.length().count() > use.maximum_minutes)
        return refuse("too_long", {{"maximum_minutes", std::int64_t{use.maximum_minutes}}});
    return {};
}

Result<EquipmentUse> check_wish(const Facility& facility, const Space& space, const EquipmentWish& wish) {
    const std::pair<const std::string, Fact> named{"equipment", wish.code.value()};
    const auto* equipment = find_equipment(facility, wish.code);
    if (equipment == nullptr) return refuse("unknown_equipment", {named});
    if (!is_for(*equipment, space)) return refuse("equipment_elsewhere", {named, {"space", space.code.value()}});
    if (wish.quantity < 1) return refuse("invalid_quantity", {named});
    if (wish.quantity > equipment->stock)
        return refuse("too_much_equipment", {named, {"stock", std::int64_t{equipment->stock}}});
    return EquipmentUse{equipment, wish.quantity};
}

Result<std::vector<EquipmentUse>> check_equipment(const Facility& facility, const Space& space,
                                                  const std::vector<EquipmentWish>& wishes) {
    std::vector<EquipmentUse> uses;
    std::set<EquipmentCode> wished;
    for (const auto& wish : wishes) {
        if (!wished.insert(wish.code).second) return refuse("duplicate_equipment", {{"equipment", wish.code.value()}});
        const auto use = check_wish(facility, space, wish);
        if (!use) return tl::unexpected(use.error());
        uses.push_back(*use);
    }
    return uses;
}

const TimeBand* band_of(const SpaceUse& use) {
    const auto* by_band = std::get_if<ByBand>(&use.space->use);
    if (by_band == nullptr || !use.band) return nullptr;
    const auto band = std::ranges::find(by_band->bands, *use.band, &TimeBand::code);
    return band == by_band->bands.end() ? nullptr : &*band;
}

// "小会議室 午前", "アリーナ全面 10:00–12:00", "サイト1 2泊": what the fee is for.
Text label_of(const SpaceUse& use) {
    const auto& name = use.space->name;
    if (const auto* band = band_of(use)) return {name.ja + " " + band->name.ja, name.en + ", " + band->name.en};
    if (use.nights) {
        const auto nights = std::to_string(*use.nights);
        return {name.ja + " " + nights + "泊", name.en + ", " + nights + (*use.nights == 1 ? " night" : " nights")};
    }
    const auto at = [](MinuteOfDay time, int later) { return MinuteOfDay::of(time.minutes() + later)->hh_mm(); };
    const auto hours =
        at(use.start.time, use.terms.early_minutes) + "–" + at(use.end.time, -use.terms.extension_minutes);
    return {name.ja + " " + hours, name.en + ", " + hours};
}

// The single bands that it consists of, in the order of the day.
PricedBand priced_band(const ByBand& use, const TimeBand& band) {
    PricedBand priced{&band.code, band.parts};
    for (const auto& part : use.bands) {
        if (part.parts != 1 || !band.range.contains(part.range)) continue;
        if (priced.first == nullptr) priced.first = &part.code;
        priced.last = &part.code;
    }
    return priced;
}

PricedPeriod priced_period_of(const SpaceUse& use) {
    if (const auto* band = band_of(use)) return priced_band(std::get<ByBand>(use.space->use), *band);
    if (use.nights) return PricedNights{*use.nights};
    return PricedHours{};
}

// Without early use and extension.
std::chrono::minutes length_of(const SpaceUse& use) {
    return use.end.date - use.start.date + std::chrono::minutes{use.end.time.minutes() - use.start.time.minutes()} -
           std::chrono::minutes{use.terms.early_minutes + use.terms.extension_minutes};
}

// With early use and extension; `invalid_time` when that is no longer the same day.
Result<Period> with_extension(const Period& period, const UseTerms& terms) {
    const auto start = MinuteOfDay::of(period.start.time.minutes() - terms.early_minutes);
    if (!start) return tl::unexpected(start.error());
    const auto end = MinuteOfDay::of(period.end.time.minutes() + terms.extension_minutes);
    if (!end) return tl::unexpected(end.error());
    return Period{{period.start.date, *start}, {period.end.date, *end}};
}

// The same inside the hours that are allowed for them.
Result<Period> extended(const Facility& facility, const Space& space, const TimeRange& hours, const Period& period,
                        const UseTerms& terms) {
    if (terms.early_minutes == 0 && terms.extension_minutes == 0) return period;
    const auto& allowed = extended_hours_of(facility, space);
    if (!allowed || std::holds_alternative<ByNight>(space.use))
        return refuse("extension_not_offered", {{"space", space.code.value()}});
    const auto fits = [&](int minutes) { return 0 <= minutes && minutes <= allowed->most_minutes; };
    if (!fits(terms.early_minutes) || !fits(terms.extension_minutes))
        return refuse("extension_too_long", {{"most_minutes", std::int64_t{allowed->most_minutes}}});
    const auto opens = std::min(hours.start(), allowed->within.start());
    const auto closes = std::max(hours.end(), allowed->within.end());
    const auto longer = with_extension(period, terms);
    if (!longer || longer->start.time < opens || closes < longer->end.time)
        return refuse("outside_opening_hours", {{"opens", opens.hh_mm()}, {"closes", closes.hh_mm()}});
    return longer;
}

std::vector<DaySlots> slots_of(const SpaceUse& use, const Buffers& buffers) {
    const int from = std::max(use.start.time.minutes() - buffers.preparation_minutes, 0);
    const int until = std::min(use.end.time.minutes() + buffers.cleaning_minutes, MinuteOfDay::end_of_day);
    std::vector<DaySlots> slots;
    for (auto date = use.start.date; date <= use.end.date; date = date + days{1}) {
        const auto start = *MinuteOfDay::of(date == use.start.date ? from : 0);
        const auto end = *MinuteOfDay::of(date == use.end.date ? until : MinuteOfDay::end_of_day);
        if (const auto range = TimeRange::of(start, end)) slots.push_back({date, SlotRange::covering(*range)});
    }
    return slots;
}

Sound sound_of(const Town& town, const std::optional<ActivityCode>& activity) {
    const auto* found = activity ? find_activity(town, *activity) : nullptr;
    return found == nullptr ? Sound::ordinary : found->sound;
}

bool disturb_each_other(Sound a, Sound b) {
    return (a == Sound::loud && b == Sound::quiet) || (a == Sound::quiet && b == Sound::loud);
}

// How many dates in a row, the given one among them.
int run_around(const std::set<LocalDate>& dates, LocalDate date) {
    int run = 1;
    for (auto before = date - days{1}; dates.contains(before); before = before - days{1})
        ++run;
    for (auto after = date + days{1}; dates.contains(after); after = after + days{1})
        ++run;
    return run;
}

// What is asked for, found in the town's data.
struct Placed {
    const Facility& facility;
    const Space& space;
    Period period; // without early use and extension
};

Result<Placed> placed(const Town& town, const UseRequest& request) {
    const auto [facility, space] = find_space(town, request.space);
    if (space == nullptr) return refuse("unknown_space", {{"space", request.space.value()}});
    const auto period = std::visit([&](const auto& use) { return period_of(use, request); }, space->use);
    if (!period) return tl::unexpected(period.error());
    return Placed{*facility, *space, *period};
}

Result<SpaceUse> with_equipment(const Placed& place, const Period& occupied, const UseRequest& request) {
    auto equipment = check_equipment(place.facility, place.space, request.equipment);
    if (!equipment) return tl::unexpected(equipment.error());
    return SpaceUse{&place.facility, &place.space,   occupied.start,        occupied.end,
                    request.band,    request.nights, std::move(*equipment), request.terms};
}

using LengthCheck = Result<void>(const ByHour&, const TimeRange&, const TimeRange&);

// Everything but the window, with the length judged by `check`.
Result<SpaceUse> checked(const Town& town, const UseRequest& request, LengthCheck* check) {
    const auto place = placed(town, request);
    if (!place) return tl::unexpected(place.error());
    const auto hours = check_open(town, place->facility, place->space, place->period);
    if (!hours) return tl::unexpected(hours.error());
    if (const auto* by_hour = std::get_if<ByHour>(&place->space.use)) {
        if (const auto length = check(*by_hour, *hours, *request.time); !length) return tl::unexpected(length.error());
    }
    const auto occupied = extended(place->facility, place->space, *hours, place->period, request.terms);
    if (!occupied) return tl::unexpected(occupied.error());
    return with_equipment(*place, *occupied, request);
}

Result<void> any_length(const ByHour&, const TimeRange&, const TimeRange&) { return {}; }

} // namespace

Result<SpaceUse> check_use(const Town& town, const UseRequest& request) { return checked(town, request, check_length); }

Result<SpaceUse> check_priced_use(const Town& town, const UseRequest& request) {
    return checked(town, request, any_length);
}

Result<SpaceUse> use_as_booked(const Town& town, const UseRequest& request) {
    const auto place = placed(town, request);
    if (!place) return tl::unexpected(place.error());
    const auto occupied = with_extension(place->period, request.terms);
    if (!occupied) return tl::unexpected(occupied.error());
    return with_equipment(*place, *occupied, request);
}

std::vector<DaySlots> occupied_slots(const SpaceUse& use) { return slots_of(use, use.space->buffers); }
std::vector<DaySlots> used_slots(const SpaceUse& use) { return slots_of(use, {}); }

Result<void> check_window(const Town& town, const SpaceUse& use, UserClass user_class, Instant now) {
    const auto* window = find_window(*use.facility, *use.space, user_class);
    if (window == nullptr) return refuse("class_cannot_book", {{"user_class", std::string{name_of(user_class)}}});
    return check_booking_window(*window, use.start, now,
                                [&](LocalDate date) { return is_facility_closed(town, *use.facility, date); });
}

Result<Quote> quote_use(const Town& town, const SpaceUse& use, UserClass user_class, LocalDate permitted_on,
                        const ApplicationTerms& terms, const CountedBefore& counted_before) {
    PricedUse priced{.space = &use.space->code,
                     .rates = &use.space->rates,
                     .rules = &use.facility->fee_rules,
                     .accounts = &account_codes_of(*use.facility, *use.space),
                     .seasons = &use.facility->seasons,
                     .holidays = &town.holidays,
                     .reductions = &town.reductions,
                     .user_class = user_class,
                     .dates = {use.start.date, permitted_on},
                     .period = priced_period_of(use),
                     .length = length_of(use),
                     .what = label_of(use),
                     .terms = &use.terms,
                     .application = &terms,
                     .equipment = {},
                     .counted_before = counted_before};
    priced.equipment.reserve(use.equipment.size());
    for (const auto& [equipment, quantity] : use.equipment)
        priced.equipment.push_back({equipment, quantity});
    return quote(priced);
}

bool is_priced(const Town& town, const Facility& facility, const Space& space, const PricedPeriod& period,
               UserClass user_class, const FeeDates& dates) {
    const auto& classes = facility.fee_rules.price_classes;
    const auto* rate = find_rate(
        space.rates, {user_class, classes.empty() ? nullptr : &classes.front().code, dates, &facility.seasons});
    return rate != nullptr && covers(*rate, period, dates.date_of_use, town.holidays);
}

Result<void> check_people(const Space& space, std::int64_t people) {
    if (people < 1) return refuse("invalid_people");
    if (people > space.capacity) return refuse("too_many_people", {{"capacity", std::int64_t{space.capacity}}});
    return {};
}

Result<void> check_activity(const Town& town, const Space& space, const ActivityCode& activity) {
    if (find_activity(town, activity) == nullptr) return refuse("unknown_activity", {{"activity", activity.value()}});
    const auto& meant_for = space.activities;
    if (meant_for.empty() || std::ranges::find(meant_for, activity) != meant_for.end()) return {};
    return refuse("activity_not_here", {{"activity", activity.value()}, {"space", space.code.value()}});
}

bool needs_review(const Facility& facility, const Space& space, const ApplicationFacts& facts) {
    const auto& rule = permission_of(facility, space);
    if (facts.admission_or_commercial) return true;
    if (!rule.automatic_for.contains(facts.user_class)) return true;
    if (facts.activity && rule.review_activities.contains(*facts.activity)) return true;
    return rule.review_from_people && facts.people >= *rule.review_from_people;
}

std::vector<Listening> listening_spaces(const Facility& facility, const Space& space) {
    std::vector<Listening> listening;
    const auto listens = [&](const SpaceCode& code, DisturbanceEffect effect) {
        const auto other = std::ranges::find(facility.spaces, code, &Space::code);
        if (other != facility.spaces.end()) listening.push_back({&*other, effect});
    };
    for (const auto& [first, second, effect] : facility.disturbances) {
        if (first == space.code) listens(second, effect);
        if (second == space.code) listens(first, effect);
    }
    return listening;
}

Result<std::vector<Neighbour>> check_disturbance(const Town& town, const Facility& facility, const Space& space,
                                                 const std::optional<ActivityCode>& activity,
                                                 const std::vector<Neighbour>& neighbours) {
    const auto own_sound = sound_of(town, activity);
    const auto listening = listening_spaces(facility, space);
    std::vector<Neighbour> warnings;
    for (const auto& neighbour : neighbours) {
        if (!disturb_each_other(own_sound, sound_of(town, neighbour.activity))) continue;
        const auto hears = [&](DisturbanceEffect effect) {
            return std::ranges::any_of(listening, [&](const Listening& some) {
                return some.space->code == neighbour.space && some.effect == effect;
            });
        };
        if (hears(DisturbanceEffect::refuse))
            return refuse("disturbs_neighbour", {{"space", neighbour.space.value()}, {"activity", activity->value()}});
        if (hears(DisturbanceEffect::warn)) warnings.push_back(neighbour);
    }
    return warnings;
}

Result<void> check_consecutive_days(std::optional<int> limit, const std::set<LocalDate>& booked,
                                    const std::set<LocalDate>& dates) {
    if (!limit) return {};
    auto all = booked;
    all.insert(dates.begin(), dates.end());
    const bool too_long = std::ranges::any_of(dates, [&](LocalDate date) { return run_around(all, date) > *limit; });
    if (too_long) return refuse("too_many_days_in_a_row", {{"limit", std::int64_t{*limit}}});
    return {};
}

} // namespace hiroba
