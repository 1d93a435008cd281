// An application in the words of a Japanese paper: dates by era, amounts with their yen, names instead of codes.
#pragma once

#include "domain/documents/content.hpp"
#include "services/booking/application_view.hpp"
#include "services/catalog/catalog.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

[[nodiscard]] std::string yen_words(Yen amount);                  // "43,740円"
[[nodiscard]] std::string time_words(const LocalDateTime& local); // "令和8年11月29日 9:05"
// Until when: midnight is the end of the day before, "令和8年12月7日 24:00".
[[nodiscard]] std::string deadline_words(const LocalDateTime& local);
[[nodiscard]] std::string space_name(const Town& town, const SpaceCode& code); // its code when it has left the town

// The row of the use in the table of uses.
[[nodiscard]] UseLine use_line(const Town& town, const persistence::Booking& booking);
// "9:00～12:00 午前"
[[nodiscard]] std::string use_time(const Town& town, const persistence::Booking& booking);
// "プロジェクター×2、移動ステージ×4"
[[nodiscard]] std::string equipment_words(const Town& town, const persistence::Booking& booking);

// The fee of these bookings as it was told, use by use, and what they come to: the amounts of the lines, added up.
[[nodiscard]] std::vector<FeeLine> fee_lines(const Town& town, const std::vector<persistence::Booking>& bookings);
[[nodiscard]] Yen fee_of(const std::vector<persistence::Booking>& bookings);
// These uses with their fees and what they come to.
void show_bookings(const Town& town, const std::vector<persistence::Booking>& bookings, DocumentContent& content);

// What every paper of the application knows of it, of who applied, of the town and of the facility.
[[nodiscard]] DocumentWords application_words(const TownInForce& town, const ApplicationView& view,
                                              const std::string& applicant);

} // namespace hiroba::services
