// Finding applications by what somebody says on the telephone; applications.cpp has the rest about applications.
#include "domain/core/letter_width.hpp"
#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/detail/rows.hpp"

#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

namespace hiroba::persistence {
namespace {

// Greater than every character of a number.
constexpr char after_numbers = '~';

// What words are looked for in. A line's end keeps a word from standing half in one field and half in the next.
const std::string names_of_application =
    "LOWER(REPLACE(REPLACE(a.display_name || '\n' || COALESCE(p.group_name, '') || '\n' || COALESCE(p.purpose, ''),"
    " ' ', ''), '\u3000', ''))";

std::string pattern_of(const std::string& word) {
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

// Both sides are put into lower case by the same engine.
std::string has_word(const std::string& half, const std::string& full) {
    const auto like = [](const std::string& name) {
        return names_of_application + " LIKE LOWER(:" + name + ") ESCAPE '!'";
    };
    return "(" + like(half) + " OR " + like(full) + ")";
}

std::string condition_of(const ApplicationQuery& query, Binds& binds) {
    std::string words;
    for (std::size_t at = 0; at < query.words.size(); ++at) {
        const std::string half = "half_" + std::to_string(at);
        const std::string full = "full_" + std::to_string(at);
        words += (at == 0 ? "" : " AND ") + has_word(half, full);
        binds.emplace_back(half, pattern_of(query.words[at]));
        binds.emplace_back(full, pattern_of(to_full_width(query.words[at])));
    }
    if (query.number.empty()) return words;
    binds.emplace_back("first_number", query.number);
    binds.emplace_back("last_number", query.number + after_numbers);
    const std::string number = "p.number BETWEEN :first_number AND :last_number";
    return words.empty() ? number : "(" + number + " OR (" + words + "))";
}

// The few that are found first, then their bookings: one statement, however many bookings there are.
Sql select_found(const std::string& condition) {
    return Sql::built(
        "WITH found AS (SELECT p.application_id,"
        " (SELECT MAX(u.use_date) FROM booking u WHERE u.application_id = p.application_id) AS newest_date"
        " FROM application p JOIN account a ON a.account_id = p.account_id WHERE " +
        condition +
        " ORDER BY newest_date DESC, p.application_id DESC LIMIT :row_limit)"
        " SELECT " +
        detail::application_columns +
        ", a.display_name, b.booking_id, b.space_code, b.use_date, b.start_minute, b.last_date, b.end_minute, o.state"
        " FROM found f JOIN application p ON p.application_id = f.application_id"
        " JOIN account a ON a.account_id = p.account_id JOIN booking b ON b.application_id = p.application_id"
        " JOIN claim_owner o ON o.owner_id = b.booking_id"
        " ORDER BY f.newest_date DESC, f.application_id DESC, b.use_date, b.start_minute, b.booking_id");
}

using LineRow =
    std::tuple<std::string, BookingId, SpaceCode, LocalDate, MinuteOfDay, LocalDate, MinuteOfDay, std::string>;
using Row = decltype(std::tuple_cat(detail::ApplicationRow{}, std::declval<LineRow>()));

FoundBooking booking_from_line(LineRow& line) {
    auto& [holder, id, space, date, start, last_date, end, state] = line;
    return {id, std::move(space), {date, start}, {last_date, end}, detail::state_from(state)};
}

} // namespace

FoundApplications find_applications(Session& session, const ApplicationQuery& query) {
    if (query.number.empty() && query.words.empty()) return {};
    Binds binds{{"row_limit", query.limit + 1}};
    const Sql select = select_found(condition_of(query, binds));
    FoundApplications found;
    for (auto& row : detail::Rows<Row>::select(session, select, binds)) {
        auto line = detail::part_of<LineRow, std::tuple_size_v<detail::ApplicationRow>>(row);
        const ApplicationId id = std::get<0>(row);
        if (found.applications.empty() || found.applications.back().application.id != id)
            found.applications.push_back({detail::application_from(detail::part_of<detail::ApplicationRow, 0>(row)),
                                          std::move(std::get<0>(line)),
                                          {}});
        found.applications.back().bookings.push_back(booking_from_line(line));
    }
    found.more = found.applications.size() > static_cast<std::size_t>(query.limit);
    if (found.more) found.applications.pop_back();
    return found;
}

} // namespace hiroba::persistence
