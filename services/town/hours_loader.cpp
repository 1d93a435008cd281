#include "services/town/hours_loader.hpp"

#include "services/town/town_words.hpp"

namespace hiroba::services {
namespace {

std::set<LocalDate> read_dates(TableReader& table) {
    std::set<LocalDate> dates;
    for (const auto& text : table.list_if_any("dates")) {
        const auto date = LocalDate::parse(text.value);
        if (!date)
            table.fault(text.line, "invalid_date", {{"value", text.value}});
        else if (!dates.insert(*date).second)
            table.fault(text.line, "duplicate_date", {{"value", text.value}});
    }
    return dates;
}

std::optional<YearlyPeriod> read_period(TableReader& table) {
    const auto first = table.month_day("first");
    const auto last = table.month_day("last");
    if (!first || !last) return std::nullopt;
    return YearlyPeriod{*first, *last};
}

// The part of the year in which a rule holds: a season by its name, or a stretch of its own.
std::optional<YearlyPeriod> read_part_of_year(TableReader& rule, const std::vector<Season>& seasons) {
    if (!rule.has("season")) return rule.has("first") || rule.has("last") ? read_period(rule) : std::nullopt;
    const auto code = rule.code("season");
    if (!code) return std::nullopt;
    const auto season = std::ranges::find(seasons, SeasonCode{*code}, &Season::code);
    if (season != seasons.end()) return season->period;
    rule.fault(rule.line_of("season"), "unknown_season", {{"season", *code}});
    return std::nullopt;
}

// `closed = true`, or from when until when.
std::optional<TimeRange> read_open(TableReader& table) {
    if (table.flag_if_any("closed")) return std::nullopt;
    return table.opening_hours("opens", "closes");
}

std::vector<HoursRule> read_rules(TableReader& owner, const std::vector<Season>& seasons) {
    std::vector<HoursRule> rules;
    for (auto& table : owner.tables_if_any("hours")) {
        HoursRule rule;
        rule.weekdays = table.words_if_any<std::chrono::weekday>("weekdays", weekday_words);
        rule.on_holidays = table.flag_if_any("on_holidays");
        rule.period = read_part_of_year(table, seasons);
        rule.open = read_open(table);
        table.finish();
        rules.push_back(rule);
    }
    return rules;
}

std::vector<HoursException> read_exceptions(TableReader& owner) {
    std::vector<HoursException> exceptions;
    for (auto& table : owner.tables_if_any("exception")) {
        const auto first = table.date("first");
        const auto last = table.has("last") ? table.date("last") : first;
        HoursException exception{first.value_or(LocalDate{}), last.value_or(LocalDate{}), read_open(table),
                                 table.text("reason").value_or(Text{})};
        if (first && last && *last < *first)
            table.fault(table.line_of("last"), "period_reversed",
                        {{"first", first->iso8601()}, {"last", last->iso8601()}});
        table.finish();
        exceptions.push_back(std::move(exception));
    }
    return exceptions;
}

} // namespace

ClosedDays load_closed_days(TableReader& table) {
    ClosedDays closed;
    closed.weekly = table.words_if_any<std::chrono::weekday>("weekly", weekday_words);
    if (table.has("weekly")) closed.moves_past_holidays = table.flag_if_any("moves_past_holidays");
    for (auto& stretch : table.tables_if_any("yearly")) {
        if (const auto period = read_period(stretch)) closed.yearly.push_back(*period);
        stretch.finish();
    }
    closed.dates = read_dates(table);
    table.finish();
    return closed;
}

std::vector<Season> load_seasons(TableReader& facility) {
    std::vector<Season> seasons;
    for (auto& table : facility.tables_if_any("season")) {
        const SeasonCode code{table.code("code").value_or("")};
        if (std::ranges::find(seasons, code, &Season::code) != seasons.end())
            table.fault(table.line_of("code"), "duplicate_code", {{"value", code.value()}, {"kind", "season"}});
        const auto name = table.text("name").value_or(Text{});
        if (const auto period = read_period(table)) seasons.push_back({code, name, *period});
        table.finish();
    }
    return seasons;
}

OpeningHours load_hours(TableReader& facility, const std::vector<Season>& seasons) {
    return {facility.opening_hours("opens", "closes").value_or(TimeRange::whole_day()), read_rules(facility, seasons),
            read_exceptions(facility)};
}

std::optional<OpeningHours> load_own_hours(TableReader& space, const OpeningHours& of_facility,
                                           const std::vector<Season>& seasons) {
    const bool own_usual = space.has("opens") || space.has("closes");
    const bool own_rules = space.has("hours");
    if (!own_usual && !own_rules && !space.has("exception")) return std::nullopt;
    OpeningHours hours{of_facility.usual, {}, {}};
    if (own_usual) hours.usual = space.opening_hours("opens", "closes").value_or(of_facility.usual);
    if (own_rules)
        hours.rules = read_rules(space, seasons);
    else if (!own_usual)
        hours.rules = of_facility.rules;
    hours.exceptions = read_exceptions(space);
    return hours;
}

} // namespace hiroba::services
