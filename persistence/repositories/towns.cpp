#include "persistence/repositories/towns.hpp"

#include "domain/booking/rules.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"

#include <chrono>

namespace hiroba::persistence {
namespace {

constexpr Sql select_highest_edition = "SELECT MAX(edition_id) FROM town_edition";
constexpr Sql insert_edition =
    "INSERT INTO town_edition (edition_id, loaded_at_ms) VALUES (:edition_id, :loaded_at_ms)";
constexpr Sql replace_all = "UPDATE town_edition SET replaced_at_ms = :now_ms WHERE replaced_at_ms IS NULL";
constexpr Sql select_replaced = "SELECT replaced_at_ms FROM town_edition WHERE edition_id = :edition_id";
constexpr Sql insert_file = "INSERT INTO town_file (edition_id, name, content) VALUES (:edition_id, :name, :content)";
constexpr Sql update_in_force =
    "UPDATE town_in_force SET edition_id = :edition_id, revision = revision + 1 WHERE one = 1";
constexpr Sql insert_in_force = "INSERT INTO town_in_force (one, edition_id, revision) VALUES (1, :edition_id, 1)";
constexpr Sql select_in_force = "SELECT edition_id, revision FROM town_in_force WHERE one = 1";
constexpr Sql raise_in_force = "UPDATE town_in_force SET revision = revision + 1 WHERE one = 1";
constexpr Sql select_loaded_at = "SELECT loaded_at_ms FROM town_edition WHERE edition_id = :edition_id";
constexpr Sql select_files = "SELECT name, content FROM town_file WHERE edition_id = :edition_id";
constexpr Sql select_units = "SELECT code, unit_id FROM unit";
constexpr Sql select_highest_unit = "SELECT MAX(unit_id) FROM unit";
constexpr Sql update_unit = "UPDATE unit SET facility_code = :facility_code WHERE code = :code";
constexpr Sql insert_unit = "INSERT INTO unit (unit_id, code, facility_code) VALUES (:unit_id, :code, :facility_code)";

std::int64_t highest(Session& session, const Sql& sql) {
    return std::get<0>(*session.select_one<std::optional<std::int64_t>>(sql)).value_or(0);
}

void register_units(Session& session, const std::vector<UnitOfFacility>& units) {
    std::int64_t last = highest(session, select_highest_unit);
    for (const UnitOfFacility& unit : units) {
        if (session.execute(update_unit, {{"code", unit.code}, {"facility_code", unit.facility}}) == 1) continue;
        session.execute(insert_unit, {{"unit_id", ++last}, {"code", unit.code}, {"facility_code", unit.facility}});
    }
}

} // namespace

void replace_editions(Session& session, const std::vector<UnitId>& units, Instant now) {
    const LocalDate today = to_town_time(now).date;
    const LocalDate last = today + furthest_ahead + std::chrono::days{most_nights};
    for (const UnitId unit : units)
        detail::raise_days(session, unit, today, last);
    session.execute(replace_all, {{"now_ms", now}});
}

bool is_replaced(Session& session, std::int64_t edition) {
    const auto row = session.select_one<std::optional<Instant>>(select_replaced, {{"edition_id", edition}});
    return row && std::get<0>(*row).has_value();
}

std::int64_t put_in_force(Session& session, const TownFiles& files, const std::vector<UnitOfFacility>& units,
                          Instant now) {
    if (const auto current = load_edition_in_force(session); current && current->files == files) return current->number;
    const std::int64_t number = highest(session, select_highest_edition) + 1;
    session.execute(insert_edition, {{"edition_id", number}, {"loaded_at_ms", now}});
    for (const auto& [name, content] : files)
        session.execute(insert_file, {{"edition_id", number}, {"name", name}, {"content", content}});
    register_units(session, units);
    if (session.execute(update_in_force, {{"edition_id", number}}) == 0)
        session.execute(insert_in_force, {{"edition_id", number}});
    return number;
}

InForce in_force(Session& session) {
    const auto row = session.select_one<std::int64_t, std::int64_t>(select_in_force);
    return row ? InForce{std::get<0>(*row), std::get<1>(*row)} : InForce{};
}

void raise_revision(Session& session) { session.execute(raise_in_force); }

std::int64_t edition_in_force(Session& session) { return in_force(session).edition; }

std::optional<TownEdition> load_edition_in_force(Session& session) {
    return load_edition(session, edition_in_force(session));
}

std::optional<TownEdition> load_edition(Session& session, std::int64_t number) {
    const auto loaded_at = session.select_one<Instant>(select_loaded_at, {{"edition_id", number}});
    if (!loaded_at) return std::nullopt;
    TownEdition edition{number, std::get<0>(*loaded_at), {}};
    for (auto& [name, content] : session.select<std::string, std::string>(select_files, {{"edition_id", number}}))
        edition.files.emplace(std::move(name), std::move(content));
    if (edition.files.empty()) return std::nullopt;
    return edition;
}

std::map<UnitCode, UnitId> unit_numbers(Session& session) {
    std::map<UnitCode, UnitId> numbers;
    for (const auto& [code, id] : session.select<UnitCode, UnitId>(select_units))
        numbers.emplace(code, id);
    return numbers;
}

std::vector<UnitId> occupied_from(Session& session, const std::vector<UnitId>& units, LocalDate from) {
    std::vector<UnitId> occupied;
    detail::in_lists(units, [&](const std::vector<UnitId>& part) {
        Binds binds{{"from_date", from}};
        detail::bind_list(binds, "unit", part);
        const Sql select =
            Sql::built("SELECT DISTINCT unit_id FROM claim WHERE slot_date >= :from_date AND unit_id IN " +
                       detail::in_list("unit", part.size()));
        for (const auto& [unit] : session.select<UnitId>(select, binds))
            occupied.push_back(unit);
    });
    return occupied;
}

} // namespace hiroba::persistence
