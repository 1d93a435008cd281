#include "services/town/window_loader.hpp"

#include "domain/booking/rules.hpp"
#include "services/town/town_words.hpp"

namespace hiroba::services {
namespace {

using OpensOn = decltype(BookingWindow::opens_on);

constexpr Limits days_before{0, 366};

// So many days before, or on a fixed day or the same day of an earlier month.
OpensOn read_opens_on(TableReader& table) {
    constexpr Limits months{0, most_months_ahead};
    constexpr Limits days_of_month{1, 28};
    if (table.has("opens_days_before"))
        return DaysBefore{static_cast<int>(table.number("opens_days_before", days_before).value_or(0))};
    const auto months_before = static_cast<int>(table.number("opens_months_before", months).value_or(0));
    if (table.flag_if_any("opens_on_same_day")) return OnSameDay{months_before};
    return OnDayOfMonth{months_before, static_cast<unsigned>(table.number("opens_on_day", days_of_month).value_or(1))};
}

BookingWindow read_window(TableReader& table) {
    constexpr Limits lead{0, 100'000};
    BookingWindow window;
    window.opens_on = read_opens_on(table);
    window.opens_at = table.time("opens_at").value_or(MinuteOfDay{});
    window.opens_on_open_day = table.flag_if_any("opens_on_open_day");
    window.closes_days_before = static_cast<int>(table.number("closes_days_before", days_before).value_or(0));
    window.closes_at = table.time("closes_at").value_or(MinuteOfDay{});
    window.closes_on_open_day = table.flag_if_any("closes_on_open_day");
    window.lead_minutes = static_cast<int>(table.number_or("lead_minutes", lead, 0));
    table.finish();
    return window;
}

} // namespace

std::map<UserClass, BookingWindow> load_windows(TableReader& owner) {
    auto tables = owner.table("window");
    if (!tables) return {};
    std::map<UserClass, BookingWindow> windows;
    for (const auto& [name, user_class] : user_class_words) {
        if (auto table = tables->table_if_any(name)) windows.emplace(user_class, read_window(*table));
    }
    tables->finish();
    return windows;
}

} // namespace hiroba::services
