#include "domain/booking/free_search.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tuple>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;
using std::chrono::days;
using enum UserClass;

namespace {

const Viewpoint resident{in_town, at("2026-11-21 12:00")};

OccupancyOfDay days_of(const Occupancy& occupancy) {
    return [&occupancy](LocalDate on) -> const DayOccupancy& {
        static const DayOccupancy nothing;
        const auto found = occupancy.find(on);
        return found == occupancy.end() ? nothing : found->second;
    };
}

FreeWish wish_on(std::string_view first, std::string_view last) { return {.first = date(first), .last = date(last)}; }

std::vector<FacilityCode> only_in(std::string_view facility) { return {FacilityCode{std::string{facility}}}; }

// "12-01 09:00 kitchen, …"
std::string spelled(const FreeUse& use) {
    return use.request.date.iso8601().substr(5) + " " + use.time.start().hh_mm() + " " + use.space->code.value();
}
std::string spelled(const std::vector<FreeUse>& uses) {
    std::string words;
    for (const auto& use : uses)
        words += (words.empty() ? "" : ", ") + spelled(use);
    return words;
}

// "09:00–12:00"; "" when nothing is found.
std::string time_of_first(const std::vector<FreeUse>& found) {
    return found.empty() ? "" : found.front().time.start().hh_mm() + "–" + found.front().time.end().hh_mm();
}

// Minatomori's courts on the tenth.
Occupancy only_court_4_is_free() {
    Occupancy occupancy;
    for (const std::string_view court : {"court_1", "court_2", "court_3"})
        take(occupancy, court, "2026-12-10", range("08:30", "16:30"));
    return occupancy;
}

std::string found_by(const FreeWish& wish, const Occupancy& occupancy = {}, const Town& town = hoshimigawa(),
                     const Viewpoint& viewpoint = resident, std::size_t most = 50) {
    return spelled(find_free(town, wish, days_of(occupancy), viewpoint, {.most = most}));
}

} // namespace

TEST_CASE("what is free comes earliest first, and of one moment the smallest space that fits") {
    auto wish = wish_on("2026-12-01", "2026-12-02");
    wish.facilities = only_in("kirara");
    wish.people = 30;
    CHECK(found_by(wish, {}, hoshimigawa(), resident, 5) ==
          "12-01 09:00 large_meeting_a, 12-01 09:00 large_meeting_b, 12-01 09:00 japanese_room, "
          "12-01 09:00 large_meeting, 12-01 09:00 small_hall");
    wish.within = range("13:00", "17:00");
    CHECK(found_by(wish, taken("large_meeting_a", "2026-12-01", range("13:00", "14:00")), hoshimigawa(), resident, 3) ==
          "12-01 13:00 large_meeting_b, 12-01 13:00 japanese_room, 12-01 13:00 small_hall");
    wish.people = 700;
    CHECK(found_by(wish).empty());
}

TEST_CASE("a composite band is offered only where the length needs it") {
    auto wish = wish_on("2026-12-01", "2026-12-01");
    wish.facilities = only_in("kirara");
    wish.activity = ActivityCode{"cooking"};
    wish.people = 20;
    const auto bands_of_kitchen = [&](std::optional<std::chrono::minutes> length) {
        wish.length = length;
        std::string bands;
        for (const auto& use : find_free(hoshimigawa(), wish, days_of({}), resident)) {
            if (use.space->code == SpaceCode{"kitchen"}) bands += use.request.band->value() + " ";
        }
        return bands;
    };
    CHECK(bands_of_kitchen({}) == "morning afternoon evening ");
    CHECK(bands_of_kitchen(180min) == "morning afternoon evening ");
    CHECK(bands_of_kitchen(181min) == "afternoon evening ");
    CHECK(bands_of_kitchen(241min) == "morning_afternoon afternoon_evening ");
    CHECK(bands_of_kitchen(9h) == "afternoon_evening ");
    CHECK(bands_of_kitchen(600min) == "all_day ");
    CHECK(bands_of_kitchen(14h).empty());
}

TEST_CASE("by the hour the earliest start is offered, with the shortest length that fits the wish") {
    auto wish = wish_on("2026-12-10", "2026-12-10");
    wish.facilities = only_in("sports_park");
    wish.activity = ActivityCode{"tennis"};
    const Viewpoint in_december{in_town, at("2026-12-01 12:00")};
    Occupancy occupancy = only_court_4_is_free();
    take(occupancy, "court_4", "2026-12-10", range("09:00", "10:00"));
    take(occupancy, "court_4", "2026-12-10", range("11:30", "12:00"));
    const auto time_for = [&](std::optional<std::chrono::minutes> length) {
        wish.length = length;
        return time_of_first(find_free(minatomori(), wish, days_of(occupancy), in_december));
    };
    CHECK(time_for({}) == "08:30–09:00");
    CHECK(time_for(45min) == "10:00–11:00");
    CHECK(time_for(90min) == "10:00–11:30");
    CHECK(time_for(120min) == "12:00–14:00");
    CHECK(time_for(240min) == "12:00–16:00");
    CHECK(time_for(300min).empty()); // longer than anybody may play
    wish.within = range("12:10", "24:00");
    CHECK(time_for(60min) == "12:30–13:30");
}

TEST_CASE("who wants all of a time of day finds the bands around it, and by the hour just that time") {
    auto wish = wish_on("2026-12-01", "2026-12-01");
    wish.facilities = only_in("kirara");
    wish.people = 30;
    const auto found_for = [&](const char* from, const char* until) {
        wish.covering = range(from, until);
        std::string found;
        for (const auto& use : find_free(hoshimigawa(), wish, days_of({}), resident, {.most = 2}))
            found += use.space->code.value() + " " + use.request.band->value() + " ";
        return found;
    };
    CHECK(found_for("10:00", "12:00") == "large_meeting_a morning large_meeting_b morning ");
    CHECK(found_for("11:00", "14:00") == "large_meeting_a morning_afternoon large_meeting_b morning_afternoon ");
    CHECK(found_for("08:00", "10:00").empty()); // before it opens

    auto courts = wish_on("2026-12-10", "2026-12-10");
    courts.facilities = only_in("sports_park");
    courts.activity = ActivityCode{"tennis"};
    const Viewpoint in_december{in_town, at("2026-12-01 12:00")};
    Occupancy occupancy = only_court_4_is_free();
    take(occupancy, "court_4", "2026-12-10", range("09:00", "10:00"));
    const auto time_for = [&](const char* from, const char* until) {
        courts.covering = range(from, until);
        return time_of_first(find_free(minatomori(), courts, days_of(occupancy), in_december));
    };
    CHECK(time_for("10:00", "12:00") == "10:00–12:00");
    CHECK(time_for("10:10", "11:50") == "10:00–12:00"); // courts are used by the half hour
    CHECK(time_for("09:30", "11:00").empty());          // taken until ten
    CHECK(time_for("10:00", "15:00").empty());          // longer than anybody may play

    courts.covering = range("09:30", "11:00");
    const auto instead = find_alternatives(minatomori(), courts, days_of(occupancy), in_december);
    const auto other_time = std::ranges::find(instead, GaveUp::time_of_day, &Alternative::gave_up);
    REQUIRE(other_time != instead.end());
    CHECK(other_time->use.time.length() == 90min); // as long as what was wanted
}

TEST_CASE("days that are not open for booking yet are left out, one by one") {
    auto wish = wish_on("2026-12-04", "2026-12-08");
    wish.facilities = only_in("sports_park");
    wish.people = 150;
    CHECK(found_by(wish, {}, minatomori(), {out_of_town, at("2026-11-21 12:00")}) ==
          "12-04 08:30 ground, 12-05 08:30 ground"); // fourteen days before
    CHECK(found_by(wish, {}, minatomori(), {out_of_town, at("2026-11-22 06:59")}) ==
          "12-04 08:30 ground, 12-05 08:30 ground");
    CHECK(found_by(wish, {}, minatomori(), {out_of_town, at("2026-12-04 08:59")}) ==
          "12-04 10:00 ground, 12-05 08:30 ground, 12-06 08:30 ground, 12-07 08:30 ground, 12-08 08:30 ground");
}

TEST_CASE("nights are looked for only where people sleep, and all of them must be free") {
    auto wish = wish_on("2026-11-26", "2026-11-30");
    wish.people = 10;
    CHECK(found_by(wish, {}, minatomori()).find("site") == std::string::npos);
    wish.nights = 2;
    CHECK(found_by(wish, {}, minatomori()) ==
          "11-26 14:00 site_1, 11-26 14:00 site_2, 11-27 14:00 site_1, 11-27 14:00 site_2, 11-28 14:00 site_1, "
          "11-28 14:00 site_2, 11-29 14:00 site_1, 11-29 14:00 site_2"); // the night of 1 December is in winter
    Occupancy occupancy;
    take(occupancy, "site_1", "2026-11-28", range("14:00", "24:00"));
    take(occupancy, "site_2", "2026-11-27", range("10:00", "11:00"));
    CHECK(found_by(wish, occupancy, minatomori()) ==
          "11-26 14:00 site_1, 11-27 14:00 site_2, 11-28 14:00 site_2, 11-29 14:00 site_1, 11-29 14:00 site_2");
    take(occupancy, "site_1", "2026-12-01", range("10:30", "11:00")); // while it would be cleaned
    CHECK(found_by(wish, occupancy, minatomori()).ends_with("11-28 14:00 site_2, 11-29 14:00 site_2"));
    wish.nights = 6;
    CHECK(found_by(wish, {}, minatomori()).empty());
}

TEST_CASE("a wish for equipment needs as many free pieces as it names") {
    auto wish = wish_on("2026-12-01", "2026-12-01");
    wish.equipment = {wish_for("projector", 2)};
    wish.activity = ActivityCode{"cooking"};
    wish.facilities = only_in("kirara");
    wish.people = 24;
    auto in_kitchen = [&](const Occupancy& occupancy) {
        std::string starts;
        for (const auto& use : find_free(hoshimigawa(), wish, days_of(occupancy), resident)) {
            if (use.space->code == SpaceCode{"kitchen"}) starts += use.time.start().hh_mm() + " ";
        }
        return starts;
    };
    CHECK(in_kitchen({}) == "09:00 13:00 18:00 ");
    CHECK(in_kitchen(taken("projector:1", "2026-12-01", range("13:00", "17:00"))) == "09:00 18:00 ");
    wish.equipment = {wish_for("projector", 1)};
    CHECK(in_kitchen(taken("projector:1", "2026-12-01", range("13:00", "17:00"))) == "09:00 13:00 18:00 ");
    for (const auto& impossible :
         {wish_for("projector", 3), wish_for("projector", 0), wish_for("grand_piano", 1), wish_for("trampoline", 1)}) {
        wish.equipment = {impossible};
        CHECK(in_kitchen({}).empty());
    }
    wish.equipment = {wish_for("projector", 1), wish_for("projector", 1)};
    CHECK(in_kitchen({}).empty());
}

TEST_CASE("a space has what people need by itself or by its building") {
    auto wish = wish_on("2026-12-01", "2026-12-01");
    wish.within = range("09:00", "12:00");
    wish.access = {AccessFeature::hearing_loop, AccessFeature::lift};
    CHECK(found_by(wish) == "12-01 09:00 small_hall"); // the large hall is not open for booking so late
    wish.access = {AccessFeature::lift};
    CHECK(found_by(wish).find("arena") == std::string::npos);
    CHECK(found_by(wish).find("kitchen") != std::string::npos);
}

TEST_CASE("only the wished weekdays are looked at, and a day is asked for once, only until there is enough") {
    auto wish = wish_on("2026-12-01", "2026-12-20");
    wish.facilities = only_in("kirara");
    wish.activity = ActivityCode{"cooking"};
    wish.people = 24;
    wish.within = range("09:00", "12:00");
    wish.weekdays = {std::chrono::Sunday, std::chrono::Thursday};
    std::vector<LocalDate> asked;
    const DayOccupancy nothing;
    const auto counting = [&](LocalDate on) -> const DayOccupancy& {
        asked.push_back(on);
        return nothing;
    };
    const auto found = find_free(hoshimigawa(), wish, counting, resident, {.most = 15});
    CHECK(found.size() == 15);
    CHECK(asked == std::vector{date("2026-12-03"), date("2026-12-06"), date("2026-12-10")});
    for (const auto& use : found)
        CHECK(
            (use.request.date.weekday() == std::chrono::Sunday || use.request.date.weekday() == std::chrono::Thursday));
}

namespace {

// Of the whole range from the first run on (rapidcheck begins small).
template <class T>
T any_from(T first, T end) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(first, end));
}

const Town& any_town() { return **rc::gen::element(&hoshimigawa(), &minatomori()); }

DayMask any_mask() {
    switch (any_from(0, 5)) {
    case 0:
        return ~DayMask{};
    case 1:
    case 2: {
        const auto first = any_from(0, 96);
        const auto count = any_from(1, 40);
        return (~DayMask{} >> static_cast<std::size_t>(96 - count)) << static_cast<std::size_t>(first);
    }
    default:
        return {};
    }
}

Occupancy any_occupancy(const Town& town, LocalDate first, int count) {
    Occupancy occupancy;
    for (const auto& facility : town.facilities) {
        for (const auto& unit : units_of(facility)) {
            for (int day = 0; day < count; ++day) {
                auto& known = occupancy[first + days{day}][unit];
                known.taken = any_mask();
                if (any_from(0, 10) == 0) known.closed = any_mask();
            }
        }
    }
    return occupancy;
}

template <class T>
T any_of(const std::vector<T>& list) {
    return *rc::gen::elementOf(list);
}

bool sometimes(int of) { return any_from(0, of) == 0; }

FreeWish any_wish(const Town& town) {
    FreeWish wish;
    wish.first = date("2026-11-20") + days{any_from(0, 40)};
    wish.last = wish.first + days{any_from(0, 4)};
    if (sometimes(4)) wish.weekdays = {std::chrono::Saturday, std::chrono::Sunday, std::chrono::Tuesday};
    if (sometimes(3)) {
        const auto from = any_from(0, 80) * 15;
        wish.within = TimeRange::of(*MinuteOfDay::of(from), *MinuteOfDay::of(any_from(from + 15, 1441))).value();
    } else if (sometimes(3)) {
        const auto from = any_from(30, 90) * 15; // while halls are open
        wish.covering =
            TimeRange::of(*MinuteOfDay::of(from), *MinuteOfDay::of(any_from(from + 1, std::min(from + 300, 1441))))
                .value();
    }
    if (sometimes(3)) wish.length = std::chrono::minutes{any_from(1, 700)};
    if (sometimes(3)) wish.nights = any_from(0, 7);
    wish.people = *rc::gen::element(1, 1, 6, 10, 30, 100, 300);
    if (sometimes(4)) wish.activity = any_of(town.activities).code;
    if (sometimes(6)) wish.access = {AccessFeature::hearing_loop};
    if (sometimes(3)) wish.facilities = {any_of(town.facilities).code};
    if (sometimes(3)) {
        const auto& equipment = any_of(town.facilities).equipment;
        const auto some = any_of(equipment);
        wish.equipment = {{some.code, any_from(1, some.stock + 1)}};
    }
    return wish;
}

// A town by chance with buffers, own hours and classes that the files do not have.
Town changed(Town town) {
    for (auto& facility : town.facilities) {
        if (sometimes(3))
            facility.hours.exceptions.push_back({date("2026-11-25"), date("2026-12-02"), range("10:00", "17:00"), {}});
        for (auto& space : facility.spaces) {
            if (sometimes(4) && !std::holds_alternative<ByNight>(space.use))
                space.buffers = {15 * any_from(0, 5), 15 * any_from(0, 5)};
            if (sometimes(8)) space.hours = OpeningHours{range("12:00", "20:00"), {}, {}};
            if (sometimes(8)) space.closed_days = ClosedDays{{std::chrono::Sunday}, false, {}, {}};
            if (sometimes(8)) space.rates.front().only_for = out_of_town;
        }
    }
    return town;
}

// Everything that the rules allow, one space and one request after the other.
class BruteForce {
public:
    BruteForce(const Town& town, const FreeWish& wish, const Occupancy& occupancy, const Viewpoint& viewpoint)
        : town_(&town), wish_(&wish), occupancy_(&occupancy), viewpoint_(&viewpoint) {}

    // The request may be asked for, and it is free.
    [[nodiscard]] bool is_free(const UseRequest& request) const {
        const auto use = check_use(*town_, request);
        return use && check_window(*town_, *use, viewpoint_->user_class, viewpoint_->now) &&
               check_free(*use, *occupancy_) &&
               quote_use(*town_, *use, viewpoint_->user_class, to_town_time(viewpoint_->now).date);
    }

    // It has a piece of every kind that is wished, and of none could one more be had.
    [[nodiscard]] bool has_most_pieces(const UseRequest& request) const {
        if (request.equipment.size() != wish_->equipment.size()) return false;
        for (std::size_t kind = 0; kind < request.equipment.size(); ++kind) {
            const auto& [code, wanted] = wish_->equipment[kind];
            if (request.equipment[kind].code != code || request.equipment[kind].quantity < 1) return false;
            auto more = request;
            if (++more.equipment[kind].quantity <= wanted && is_free(more)) return false;
        }
        return true;
    }

    [[nodiscard]] std::vector<UseRequest> all() const {
        using Place = std::tuple<LocalDate, MinuteOfDay, int, std::size_t>;
        std::vector<std::pair<Place, UseRequest>> placed;
        for (auto on = wish_->first; on <= wish_->last; on = on + days{1}) {
            if (!wish_->weekdays.empty() && std::ranges::find(wish_->weekdays, on.weekday()) == wish_->weekdays.end())
                continue;
            std::size_t order = 0;
            for (const auto& facility : town_->facilities) {
                for (const auto& space : facility.spaces) {
                    ++order;
                    if (!fits(facility, space)) continue;
                    for (const auto& request : free_on(space, on))
                        placed.push_back({{on, start_of(space, request), space.capacity, order}, request});
                }
            }
        }
        std::ranges::stable_sort(placed, {}, &std::pair<Place, UseRequest>::first);
        std::vector<UseRequest> requests;
        for (auto& [place, request] : placed)
            requests.push_back(std::move(request));
        return requests;
    }

private:
    [[nodiscard]] bool fits(const Facility& facility, const Space& space) const {
        const auto has = [&](AccessFeature feature) {
            return std::ranges::count(space.access, feature) + std::ranges::count(facility.access, feature) > 0;
        };
        return check_people(space, wish_->people) &&
               (!wish_->activity || check_activity(*town_, space, *wish_->activity)) &&
               std::ranges::all_of(wish_->access, has) &&
               (wish_->facilities.empty() || std::ranges::count(wish_->facilities, facility.code) > 0) &&
               wish_->nights.has_value() == std::holds_alternative<ByNight>(space.use);
    }

    [[nodiscard]] UseRequest request_for(const Space& space, LocalDate on) const {
        return {.space = space.code, .date = on, .equipment = wish_->equipment};
    }

    [[nodiscard]] std::vector<UseRequest> free_on(const Space& space, LocalDate on) const {
        auto request = request_for(space, on);
        if (wish_->nights) {
            request.nights = wish_->nights;
            return is_free(request) ? std::vector{request} : std::vector<UseRequest>{};
        }
        if (const auto* by_band = std::get_if<ByBand>(&space.use)) return free_bands(*by_band, request);
        return wish_->covering ? shortest_hours(request) : first_hours(request);
    }

    [[nodiscard]] bool is_wanted(const TimeRange& time) const {
        return (!wish_->within || wish_->within->contains(time)) && is_enough(time);
    }

    [[nodiscard]] bool is_enough(const TimeRange& time) const {
        return (!wish_->covering || time.contains(*wish_->covering)) &&
               (!wish_->length || time.length() >= *wish_->length);
    }

    [[nodiscard]] std::vector<UseRequest> free_bands(const ByBand& use, UseRequest request) const {
        std::vector<UseRequest> free;
        for (const auto& band : use.bands) {
            const bool needed = std::ranges::none_of(use.bands, [&](const TimeBand& other) {
                return &other != &band && band.range.contains(other.range) && is_enough(other.range);
            });
            request.band = band.code;
            if (needed && is_wanted(band.range) && is_free(request)) free.push_back(request);
        }
        return free;
    }

    // Every start of the day with every length, quarter hour by quarter hour.
    [[nodiscard]] std::vector<UseRequest> first_hours(UseRequest request) const {
        for (int start = 0; start < MinuteOfDay::end_of_day; start += 15) {
            for (int end = start + 15; end <= MinuteOfDay::end_of_day; end += 15) {
                request.time = TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(end)).value();
                if (is_wanted(*request.time) && is_free(request)) return {request};
            }
        }
        return {};
    }

    // The shortest of them, and of one length the latest.
    [[nodiscard]] std::vector<UseRequest> shortest_hours(UseRequest request) const {
        for (int length = 15; length <= MinuteOfDay::end_of_day; length += 15) {
            for (int start = MinuteOfDay::end_of_day - length; start >= 0; start -= 15) {
                request.time = TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(start + length)).value();
                if (is_wanted(*request.time) && is_free(request)) return {request};
            }
        }
        return {};
    }

    [[nodiscard]] static MinuteOfDay start_of(const Space& space, const UseRequest& request) {
        if (request.time) return request.time->start();
        if (const auto* by_night = std::get_if<ByNight>(&space.use)) return by_night->check_in;
        return std::ranges::find(std::get<ByBand>(space.use).bands, *request.band, &TimeBand::code)->range.start();
    }

    const Town* town_;
    const FreeWish* wish_;
    const Occupancy* occupancy_;
    const Viewpoint* viewpoint_;
};

Viewpoint any_viewpoint() {
    return {*rc::gen::element(in_town, in_town, out_of_town),
            at("2026-11-20 12:00") + std::chrono::hours{any_from(0, 72)}};
}

} // namespace

TEST_CASE("the search finds exactly what asking every rule of every space finds, in the same order") {
    std::size_t found_in_all = 0;
    CHECK(rc::check([&] {
        const auto town = changed(any_town());
        const auto wish = any_wish(town);
        const auto occupancy = any_occupancy(town, wish.first, 11);
        const auto viewpoint = any_viewpoint();
        const auto expected = BruteForce{town, wish, occupancy, viewpoint}.all();
        const auto found = find_free(town, wish, days_of(occupancy), viewpoint, {.most = 1'000});
        RC_ASSERT(found.size() == expected.size());
        for (std::size_t place = 0; place < found.size(); ++place) {
            RC_ASSERT(found[place].request == expected[place]);
            const auto use = check_use(town, found[place].request).value();
            RC_ASSERT(found[place].space == use.space);
            RC_ASSERT(found[place].time.start() == use.start.time);
            RC_ASSERT(found[place].price ==
                      quote_use(town, use, viewpoint.user_class, to_town_time(viewpoint.now).date)->total);
        }
        found_in_all += found.size();
    }));
    CHECK(found_in_all > 20);
}

TEST_CASE("a search for few gives the first of a search for many") {
    CHECK(rc::check([] {
        const auto& town = any_town();
        const auto wish = any_wish(town);
        const auto occupancy = any_occupancy(town, wish.first, 11);
        const auto most = any_from<std::size_t>(0, 8);
        const auto many = find_free(town, wish, days_of(occupancy), resident);
        const auto few = find_free(town, wish, days_of(occupancy), resident, {.most = most});
        RC_ASSERT(few.size() == std::min(most, many.size()));
        for (std::size_t place = 0; place < few.size(); ++place)
            RC_ASSERT(few[place].request == many[place].request);
    }));
}

TEST_CASE("an alternative can be had, and does not fulfil the wish only in what it gave up") {
    std::array<int, 4> of_each_kind{};
    CHECK(rc::check([&] {
        const auto& town = any_town();
        auto wish = any_wish(town);
        if (sometimes(2)) wish.nights.reset();
        const auto occupancy = any_occupancy(town, wish.first, 4);
        const auto viewpoint = any_viewpoint();
        if (!find_free(town, wish, days_of(occupancy), viewpoint).empty()) return;
        const BruteForce rules{town, wish, occupancy, viewpoint};
        for (const auto& [use, gave_up] : find_alternatives(town, wish, days_of(occupancy), viewpoint, {.most = 12})) {
            ++of_each_kind.at(static_cast<std::size_t>(gave_up));
            RC_ASSERT(rules.is_free(use.request));
            RC_ASSERT(use.space->capacity >= wish.people);
            const auto on = use.request.date;
            const bool on_time = use.request.nights || ((!wish.within || wish.within->contains(use.time)) &&
                                                        (!wish.covering || use.time.contains(*wish.covering)));
            const bool on_date = wish.first <= on && on <= wish.last;
            RC_ASSERT(on_date == (gave_up != GaveUp::date));
            RC_ASSERT(wish.first - days{alternative_days} <= on && on <= wish.last + days{alternative_days});
            if (gave_up != GaveUp::time_of_day) RC_ASSERT(on_time);
            if (gave_up == GaveUp::time_of_day) RC_ASSERT(!on_time);
            const bool less = gave_up == GaveUp::equipment || gave_up == GaveUp::pieces;
            RC_ASSERT((use.request.equipment == wish.equipment) != less);
            if (gave_up == GaveUp::equipment) RC_ASSERT(use.request.equipment.empty());
            if (gave_up == GaveUp::pieces) RC_ASSERT(rules.has_most_pieces(use.request));
        }
    }));
    for (const auto kind : {GaveUp::date, GaveUp::time_of_day, GaveUp::equipment})
        CHECK(of_each_kind.at(static_cast<std::size_t>(kind)) > 0);
}

TEST_CASE("of equipment that is lent out in part, exactly the pieces that are left are offered") {
    int offered = 0;
    CHECK(rc::check([&] {
        const auto& town = any_town();
        const auto& facility = any_of(town.facilities);
        auto wish = any_wish(town);
        wish.people = 1;
        wish.within.reset();
        wish.covering.reset();
        wish.facilities = {facility.code};
        const auto& some = any_of(facility.equipment);
        wish.equipment = {{some.code, any_from(2, some.stock + 3)}};
        Occupancy occupancy;
        for (auto day = wish.first; day <= wish.last + days{7}; day = day + days{1})
            for (const auto& unit : units_of(some))
                if (sometimes(2)) occupancy[day][unit].taken = any_mask();
        const auto viewpoint = any_viewpoint();
        if (!find_free(town, wish, days_of(occupancy), viewpoint).empty()) return;
        const BruteForce rules{town, wish, occupancy, viewpoint};
        for (const auto& [use, gave_up] : find_alternatives(town, wish, days_of(occupancy), viewpoint)) {
            if (gave_up != GaveUp::pieces) continue;
            ++offered;
            RC_ASSERT(rules.is_free(use.request));
            RC_ASSERT(rules.has_most_pieces(use.request));
            const auto asked = check_use(town, use.request).value();
            RC_ASSERT(use.price ==
                      quote_use(town, asked, viewpoint.user_class, to_town_time(viewpoint.now).date)->total);
        }
    }));
    CHECK(offered > 0);
}

TEST_CASE("who wants more pieces than are free is offered those that are") {
    auto wish = wish_on("2026-12-01", "2026-12-01");
    wish.facilities = only_in("kirara");
    wish.activity = ActivityCode{"cooking"};
    wish.people = 21;
    wish.within = range("09:00", "12:00");
    wish.equipment = {wish_for("projector", 2)};
    Occupancy occupancy;
    take(occupancy, "projector:1", "2026-12-01", range("09:00", "12:00"));
    const auto found = find_alternatives(hoshimigawa(), wish, days_of(occupancy), resident);
    const auto fewer = std::ranges::find(found, GaveUp::pieces, &Alternative::gave_up);
    REQUIRE(fewer != found.end());
    CHECK(spelled(fewer->use) == "12-01 09:00 kitchen");
    CHECK(fewer->use.request.equipment == std::vector{wish_for("projector", 1)});
    auto use = check_use(hoshimigawa(), fewer->use.request).value();
    CHECK(fewer->use.price == quote_use(hoshimigawa(), use, UserClass::in_town, date("2026-11-20"))->total);
    wish.equipment = {wish_for("projector", 1)};
    CHECK(std::ranges::count(find_alternatives(hoshimigawa(), wish, days_of(occupancy), resident), GaveUp::pieces,
                             &Alternative::gave_up) == 0);
}

TEST_CASE("alternatives come nearest date first, then without the time of day, then without the equipment") {
    auto wish = wish_on("2026-12-01", "2026-12-02");
    wish.facilities = only_in("kirara");
    wish.activity = ActivityCode{"cooking"};
    wish.people = 21; // the kitchen, and rooms that are meant for anything
    wish.within = range("09:00", "12:00");
    wish.equipment = {wish_for("projector", 1)};
    Occupancy occupancy;
    for (const std::string_view on : {"2026-12-01", "2026-12-02"}) {
        take(occupancy, "projector:1", on, range("09:00", "12:00"));
        take(occupancy, "projector:2", on, range("09:00", "12:00"));
    }
    REQUIRE(find_free(hoshimigawa(), wish, days_of(occupancy), resident).empty());
    std::vector<std::string> words;
    for (const auto& [use, gave_up] : find_alternatives(hoshimigawa(), wish, days_of(occupancy), resident, {.most = 6}))
        words.push_back(std::string{name_of(gave_up)} + " " + spelled(use));
    CHECK(words == std::vector<std::string>{"date 12-03 09:00 kitchen", "date 12-03 09:00 large_meeting_a",
                                            "time_of_day 12-01 13:00 kitchen",
                                            "time_of_day 12-01 13:00 large_meeting_a", "equipment 12-01 09:00 kitchen",
                                            "equipment 12-01 09:00 large_meeting_a"});
    wish.equipment.clear();
    wish.within.reset();
    CHECK(find_alternatives(hoshimigawa(), wish, days_of(occupancy), resident, {.most = 1}).front().gave_up ==
          GaveUp::date);
}

TEST_CASE("who came too late is told of other times, similar spaces and the nearest days") {
    const auto use = check_use(hoshimigawa(), by_band("large_meeting_a", "2026-12-02", "morning")).value();
    auto occupancy = taken("large_meeting_a", "2026-12-02", range("09:00", "12:00"));
    const auto near = [&](std::size_t most) {
        std::string words;
        for (const auto& free : nearest_free(hoshimigawa(), use, days_of(occupancy), resident, most))
            words += (words.empty() ? "" : ", ") + spelled(free);
        return words;
    };
    CHECK(near(4) == "12-02 13:00 large_meeting_a, 12-02 18:00 large_meeting_a, 12-02 09:00 large_meeting_b, "
                     "12-02 09:00 japanese_room");
    take(occupancy, "large_meeting_a", "2026-12-02", range("13:00", "22:00"));
    for (const auto& unit : units_of(*use.facility))
        take(occupancy, unit.value(), "2026-12-02", range("09:00", "12:00"));
    CHECK(near(4) == "12-03 09:00 large_meeting_a, 12-01 09:00 large_meeting_a, 12-04 09:00 large_meeting_a, "
                     "12-05 09:00 large_meeting_a"); // 30 November is a Monday
    CHECK(near(0).empty());
}

TEST_CASE("by the hour the nearest times are as long, and at most half an hour away first") {
    auto town = minatomori();
    facility_in(town, "sports_park").extended_hours = ExtendedHours{};
    const Viewpoint in_december{in_town, at("2026-12-01 12:00")};
    Occupancy occupancy;
    take(occupancy, "court_2", "2026-12-10", range("10:30", "11:00"));
    const auto near = [&](const UseTerms& terms) {
        auto request = by_hour("court_2", "2026-12-10", range("10:00", "11:30"));
        request.terms = terms;
        std::string words;
        for (const auto& free :
             nearest_free(town, check_use(town, request).value(), days_of(occupancy), in_december, 4)) {
            CHECK(free.time == free.request.time);
            words += free.time.start().hh_mm() + "–" + free.time.end().hh_mm() + " ";
        }
        return words;
    };
    CHECK(near({}) == "09:00–10:30 11:00–12:30 08:30–10:00 11:30–13:00 ");
    CHECK(near({.early_minutes = 20, .extension_minutes = 60}) == near({}));
}

TEST_CASE("whatever is near can be had, and is something else than what was taken") {
    std::size_t found_in_all = 0;
    CHECK(rc::check([&] {
        const auto town = changed(any_town());
        auto wish = any_wish(town);
        wish.people = 1;
        const auto viewpoint = any_viewpoint();
        const auto all_free = find_free(town, wish, days_of({}), viewpoint, {.most = 30});
        if (all_free.empty()) return;
        const auto request = any_of(all_free).request;
        const auto occupancy = any_occupancy(town, request.date - days{2}, 8);
        const auto most = any_from<std::size_t>(1, 6);
        const BruteForce rules{town, wish, occupancy, viewpoint};
        const auto near = nearest_free(town, check_use(town, request).value(), days_of(occupancy), viewpoint, most);
        RC_ASSERT(near.size() <= most);
        found_in_all += near.size();
        for (const auto& use : near) {
            RC_ASSERT(use.request != request);
            RC_ASSERT(rules.is_free(use.request));
            RC_ASSERT(use.request.equipment == request.equipment);
            RC_ASSERT(use.request.nights == request.nights);
        }
    }));
    CHECK(found_in_all > 10);
}
