#include "services/issuing/day_sheet.hpp"

#include "domain/core/japanese_era.hpp"
#include "persistence/repositories/bookings.hpp"
#include "services/board/look_log.hpp"
#include "services/issuing/paper_fonts.hpp"
#include "services/issuing/paper_words.hpp"

namespace hiroba::services {
namespace {

using persistence::BookingForStaff;

// "髙﨑 花子（きらら合唱団）"
std::string who(const BookingForStaff& booking) {
    if (booking.application.kind == persistence::ApplicationKind::official) return "公用";
    const auto& details = booking.application.details;
    const std::string group = details ? details->group_name.value_or("") : "";
    return group.empty() ? booking.holder : group + "（" + booking.holder + "）";
}

std::string what(const BookingForStaff& booking) {
    const auto& details = booking.application.details;
    if (!details) return {};
    return details->people > 0 ? details->purpose + "（" + grouped(details->people) + "人）" : details->purpose;
}

std::vector<ScheduleLine> schedule(const Town& town, const Facility& facility,
                                   const std::vector<BookingForStaff>& bookings) {
    std::vector<ScheduleLine> lines;
    for (const Space& space : facility.spaces) {
        const std::size_t before = lines.size();
        for (const BookingForStaff& each : bookings)
            if (each.booking.space == space.code)
                lines.push_back({space.name.ja, use_time(town, each.booking), who(each), what(each),
                                 equipment_words(town, each.booking)});
        if (lines.size() == before) lines.push_back({space.name.ja, "", "使用なし", "", ""});
    }
    return lines;
}

} // namespace

Result<std::string> print_day_sheet(const Context& context, documents::Press& press, const persistence::Account& by,
                                    const FacilityCode& facility_code, LocalDate date) {
    const auto town = context.catalog.current();
    const Facility* facility = find_facility(town->town, facility_code);
    if (facility == nullptr) return refuse("unknown_facility", {{"facility", facility_code.value()}});
    log_look(context, by.id, "day_sheet", facility_code.value() + " " + date.iso8601());
    const auto bookings = context.database.read(
        [&](persistence::Session& session) { return persistence::board_of(session, facility_code, date); });

    const Instant now = context.clock.now();
    const DocumentTemplate& form = town->papers.templates.at(DocumentKind::day_sheet);
    DocumentContent content;
    content.form = form.form;
    content.words = {{"town_name", town->town.name.ja},
                     {"issuer", town->papers.issuer},
                     {"contact", town->papers.contact},
                     {"facility_name", facility->name.ja},
                     {"facility_phone", facility->phone},
                     {"facility_address", facility->address.ja},
                     {"used_on", era_date_with_weekday(date)},
                     {"issued_on", era_date(to_town_time(now).date)},
                     {"printed_at", time_words(to_town_time(now))}};
    content.schedule = schedule(town->town, *facility, bookings);
    return press.print(
        form, content,
        {.fonts = fonts_of(town->papers), .author = town->town.name.ja, .issued_at = now, .reissue = {}});
}

} // namespace hiroba::services
