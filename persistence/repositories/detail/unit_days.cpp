#include "persistence/repositories/detail/unit_days.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/new_id.hpp"

#include <set>

namespace hiroba::persistence::detail {
namespace {

constexpr int slots_of_a_half = 48;

constexpr Sql take = "UPDATE unit_day SET version = version + 1,"
                     " taken_early = taken_early | :early, taken_late = taken_late | :late"
                     " WHERE slot_date = :slot_date AND unit_id = :unit_id"
                     " AND (taken_early & :early) = 0 AND (taken_late & :late) = 0"
                     " AND (closed_early & :early) = 0 AND (closed_late & :late) = 0";
constexpr Sql insert_taken =
    "INSERT INTO unit_day (unit_id, slot_date, version, taken_early, taken_late, closed_early, closed_late)"
    " VALUES (:unit_id, :slot_date, 1, :early, :late, 0, 0)";
constexpr Sql select_masks = "SELECT taken_early, taken_late, closed_early, closed_late FROM unit_day"
                             " WHERE slot_date = :slot_date AND unit_id = :unit_id";
constexpr Sql give_back = "UPDATE unit_day SET version = version + 1,"
                          " taken_early = taken_early & :early, taken_late = taken_late & :late"
                          " WHERE slot_date = :slot_date AND unit_id = :unit_id";
constexpr Sql raise_one = "UPDATE unit_day SET version = version + 1"
                          " WHERE slot_date = :slot_date AND unit_id = :unit_id";
constexpr Sql insert_untouched =
    "INSERT INTO unit_day (unit_id, slot_date, version, taken_early, taken_late, closed_early, closed_late)"
    " VALUES (:unit_id, :slot_date, 0, 0, 0, 0, 0)";
constexpr Sql insert_announcement =
    "INSERT INTO push_outbox (outbox_id, unit_id, slot_date) VALUES (:outbox_id, :unit_id, :slot_date)";

// What is left of a half when the slots are gone from it.
Halves without(Halves slots) {
    const std::int64_t all = (std::int64_t{1} << slots_of_a_half) - 1;
    return {all ^ slots.early, all ^ slots.late};
}

Binds day_with(UnitId unit, LocalDate date, Halves slots) {
    return {{"unit_id", unit}, {"slot_date", date}, {"early", slots.early}, {"late", slots.late}};
}

// Raises the versions of the unit's days and sets what else is said. Date by date: a range of dates would make MariaDB
// wait for other units' rows.
void update_days(Session& session, UnitId unit, const std::vector<LocalDate>& dates, std::string_view set,
                 const Binds& masks) {
    in_parts(dates.size(), [&](std::size_t first, std::size_t count) {
        const auto begin = dates.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<LocalDate> part(begin, begin + static_cast<std::ptrdiff_t>(count));
        Binds binds = masks;
        binds.emplace_back("unit_id", unit);
        bind_list(binds, "slot_date", part);
        session.execute(Sql::built("UPDATE unit_day SET version = version + 1" + std::string{set} +
                                   " WHERE unit_id = :unit_id AND slot_date IN " + in_list("slot_date", count)),
                        binds);
    });
}

Binds both(Halves slots) { return {{"early", slots.early}, {"late", slots.late}}; }

constexpr std::string_view close_them = ", closed_early = closed_early | :early, closed_late = closed_late | :late";
constexpr std::string_view open_them = ", closed_early = closed_early & :early, closed_late = closed_late & :late";

void insert_day(Session& session, UnitId unit, LocalDate date) {
    try {
        session.execute(insert_untouched, {{"unit_id", unit}, {"slot_date", date}});
    } catch (const DuplicateKey&) { // somebody made the row in between
    }
}

void insert_days(Session& session, UnitId unit, const std::vector<LocalDate>& dates) {
    in_parts(dates.size(), [&](std::size_t first, std::size_t count) {
        if (count == 1) return insert_day(session, unit, dates[first]);
        std::string values;
        Binds binds{{"unit_id", unit}};
        for (std::size_t row = 0; row < count; ++row) {
            const std::string date = numbered("slot_date", row);
            values += (row == 0 ? "(:unit_id, :" : ", (:unit_id, :") + date + ", 0, 0, 0, 0, 0)";
            binds.emplace_back(date, dates[first + row]);
        }
        try {
            session.execute(Sql::built("INSERT INTO unit_day (unit_id, slot_date, version, taken_early, taken_late,"
                                       " closed_early, closed_late) VALUES " +
                                       values),
                            binds);
        } catch (const DuplicateKey&) {
            for (std::size_t row = 0; row < count; ++row)
                insert_day(session, unit, dates[first + row]);
        }
    });
}

void make_days(Session& session, UnitId unit, LocalDate first, LocalDate last) {
    std::set<LocalDate> known;
    auto missing = dates_between(first, last);
    in_lists(missing, [&](const std::vector<LocalDate>& dates) {
        Binds binds{{"unit_id", unit}};
        bind_list(binds, "slot_date", dates);
        const Sql select = Sql::built("SELECT slot_date FROM unit_day WHERE unit_id = :unit_id AND slot_date IN " +
                                      in_list("slot_date", dates.size()));
        for (const auto& [date] : session.select<LocalDate>(select, binds))
            known.insert(date);
    });
    std::erase_if(missing, [&](LocalDate date) { return known.contains(date); });
    insert_days(session, unit, missing);
}

} // namespace

std::vector<LocalDate> dates_between(LocalDate first, LocalDate last) {
    std::vector<LocalDate> dates;
    for (LocalDate date = first; date <= last; date = date + std::chrono::days{1})
        dates.push_back(date);
    return dates;
}

Halves halves_of(const DayMask& mask) {
    const DayMask early = (mask << slots_of_a_half) >> slots_of_a_half;
    const DayMask late = mask >> slots_of_a_half;
    return {static_cast<std::int64_t>(early.to_ullong()), static_cast<std::int64_t>(late.to_ullong())};
}

DayMask mask_from(Halves halves) {
    const DayMask early{static_cast<unsigned long long>(halves.early)};
    const DayMask late{static_cast<unsigned long long>(halves.late)};
    return early | (late << slots_of_a_half);
}

Taking take_slots(Session& session, UnitId unit, LocalDate date, Halves slots) {
    const Binds wanted = day_with(unit, date, slots);
    constexpr int tries = 5; // between a look and the next try others may make the row, or give back
    for (int number = 0; number < tries; ++number) {
        if (session.execute(take, wanted) == 1) return Taking::done;
        const auto row = session.select_one<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
            select_masks, {{"unit_id", unit}, {"slot_date", date}});
        if (!row) {
            try {
                session.execute(insert_taken, wanted);
                return Taking::done;
            } catch (const DuplicateKey&) {
                continue;
            }
        }
        const auto& [taken_early, taken_late, closed_early, closed_late] = *row;
        if ((closed_early & slots.early) != 0 || (closed_late & slots.late) != 0) return Taking::closed;
        if ((taken_early & slots.early) != 0 || (taken_late & slots.late) != 0) return Taking::taken;
    }
    return Taking::taken;
}

void free_slots(Session& session, UnitId unit, LocalDate date, Halves slots) {
    session.execute(give_back, day_with(unit, date, without(slots)));
}

void raise_day(Session& session, UnitId unit, LocalDate date) {
    session.execute(raise_one, {{"unit_id", unit}, {"slot_date", date}});
}

std::vector<DayRun> runs_of(const std::vector<DaySlots>& days) {
    std::vector<DayRun> runs;
    for (const DaySlots& day : days) {
        const bool follows =
            !runs.empty() && runs.back().last + std::chrono::days{1} == day.date && runs.back().slots == day.slots;
        if (follows)
            runs.back().last = day.date;
        else
            runs.push_back({day.date, day.date, day.slots});
    }
    return runs;
}

void raise_days(Session& session, UnitId unit, LocalDate first, LocalDate last) {
    make_days(session, unit, first, last);
    update_days(session, unit, dates_between(first, last), "", {});
}

void close_days(Session& session, UnitId unit, LocalDate first, LocalDate last, Halves slots) {
    make_days(session, unit, first, last);
    close_again(session, unit, first, last, slots);
}

void open_days(Session& session, UnitId unit, LocalDate first, LocalDate last, Halves slots) {
    update_days(session, unit, dates_between(first, last), open_them, both(without(slots)));
}

void close_again(Session& session, UnitId unit, LocalDate first, LocalDate last, Halves slots) {
    update_days(session, unit, dates_between(first, last), close_them, both(slots));
}

void announce(Session& session, const ChangedDays& changed, Instant now) {
    static const std::vector<std::string_view> columns{"outbox_id", "unit_id", "slot_date"};
    in_parts(changed.size(), [&](std::size_t first, std::size_t count) {
        if (count == 1) {
            session.execute(
                insert_announcement,
                {{"outbox_id", new_id(now)}, {"unit_id", changed[first].first}, {"slot_date", changed[first].second}});
            return;
        }
        Binds binds;
        for (std::size_t row = 0; row < count; ++row) {
            binds.emplace_back(numbered("outbox_id", row), new_id(now));
            binds.emplace_back(numbered("unit_id", row), changed[first + row].first);
            binds.emplace_back(numbered("slot_date", row), changed[first + row].second);
        }
        session.execute(
            Sql::built("INSERT INTO push_outbox (outbox_id, unit_id, slot_date)" + values_of(columns, count)), binds);
    });
}

void add_days(ChangedDays& changed, UnitId unit, LocalDate first, LocalDate last) {
    for (LocalDate date = first; date <= last; date = date + std::chrono::days{1})
        changed.emplace_back(unit, date);
}

} // namespace hiroba::persistence::detail
