#include "tests/random/support/stage.hpp"

#include "persistence/engine/migrations.hpp"
#include "services/catalog/catalog.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::test {
namespace {

Instant at(const char* date, const char* time) {
    return to_instant({LocalDate::parse(date).value(), MinuteOfDay::parse(time).value()});
}

std::vector<SpaceCode> spaces(std::initializer_list<const char*> codes) { return {codes.begin(), codes.end()}; }

std::vector<ActivityCode> activities(std::initializer_list<const char*> codes) { return {codes.begin(), codes.end()}; }

TimeRange hours(Draw& draw, const ByHour& use, const TimeRange& open) {
    constexpr int starts = 6;
    constexpr int lengths = 3;
    const int from = open.start().minutes() + use.step_minutes * draw.between(0, starts - 1);
    const int until = from + use.minimum_minutes + use.step_minutes * draw.between(0, lengths - 1);
    return *TimeRange::of(*MinuteOfDay::of(from), *MinuteOfDay::of(until));
}

std::vector<EquipmentWish> any_equipment(Draw& draw, const Facility& facility, const Space& space) {
    std::vector<EquipmentWish> here;
    for (const Equipment& equipment : facility.equipment)
        if (is_for(equipment, space)) here.push_back({equipment.code, draw.between(1, std::min(equipment.stock, 3))});
    if (here.empty()) return {};
    return {draw.one_of(here)};
}

} // namespace

const Stage& hoshimigawa() {
    static const Stage stage{.town = "hoshimigawa",
                             .begins = at("2026-11-10", "08:30"),
                             .spaces = spaces({"large_meeting", "large_meeting_a", "large_meeting_b", "small_hall",
                                               "small_meeting", "music_practice", "arena_half_a", "arena_quarter_1"}),
                             .activities = activities({"meeting", "lecture", "dance", "chorus", "ball_games"})};
    return stage;
}

const Stage& minatomori() {
    static const Stage stage{.town = "minatomori",
                             .begins = at("2026-10-15", "08:30"),
                             .spaces = spaces({"site_1", "site_3", "great_room", "east_half", "west_half",
                                               "quarter_east_2", "auditorium", "court_1", "ground_north", "ground"}),
                             .activities =
                                 activities({"meeting", "music", "camping", "tennis", "ball_games", "festival"})};
    return stage;
}

void set_up(persistence::Database& database, const Stage& stage) {
    persistence::migrate(database);
    const auto files = services::read_town_files(in_repository("ops/towns") / stage.town);
    const auto town = services::load_town(files);
    if (!town) throw std::runtime_error(services::describe(town.error().front()));
    if (!services::put_town_in_force(database, *town, files, stage.begins)) throw std::logic_error("no edition");
}

UseRequest any_use(Draw& draw, const Town& town, const SpaceCode& code, LocalDate date) {
    const auto [facility, space] = find_space(town, code);
    UseRequest request{.space = code, .date = date};
    if (const auto* bands = std::get_if<ByBand>(&space->use)) {
        request.band = draw.one_of(bands->bands).code;
    } else if (const auto* by_hour = std::get_if<ByHour>(&space->use)) {
        const auto open = open_hours(town, *facility, *space, date);
        request.time = hours(draw, *by_hour, open.value_or(facility->hours.usual));
    } else {
        request.nights = draw.between(1, 2);
    }
    constexpr int borrows = 30;
    if (draw.in_hundred(borrows)) request.equipment = any_equipment(draw, *facility, *space);
    return request;
}

} // namespace hiroba::test
