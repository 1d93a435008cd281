#include "services/town/window_loader.hpp"

namespace hiroba::services {
namespace {

BookingWindow read_window(TableReader& table) {
    constexpr Limits months{0, 36};
    constexpr Limits days_of_month{1, 28};
    constexpr Limits days_before{0, 366};
    BookingWindow window;
    window.opens_months_before = static_cast<int>(table.number("opens_months_before", months).value_or(0));
    window.opens_on_day = static_cast<unsigned>(table.number("opens_on_day", days_of_month).value_or(1));
    window.opens_at = table.time("opens_at").value_or(MinuteOfDay{});
    window.closes_days_before = static_cast<int>(table.number("closes_days_before", days_before).value_or(0));
    window.closes_at = table.time("closes_at").value_or(MinuteOfDay{});
    table.finish();
    return window;
}

} // namespace

std::map<UserClass, BookingWindow> load_windows(TableReader& owner) {
    auto tables = owner.table("window");
    if (!tables) return {};
    std::map<UserClass, BookingWindow> windows;
    for (const auto user_class : {UserClass::in_town, UserClass::out_of_town}) {
        if (!tables->has(name_of(user_class))) continue;
        if (auto table = tables->table(name_of(user_class))) windows.emplace(user_class, read_window(*table));
    }
    tables->finish();
    return windows;
}

} // namespace hiroba::services
