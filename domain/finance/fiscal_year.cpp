#include "domain/finance/fiscal_year.hpp"

namespace hiroba {

int fiscal_year_of_receipt(LocalDate received_on) {
    const auto year = static_cast<int>(received_on.ymd().year());
    return received_on.ymd().month() >= std::chrono::April ? year : year - 1;
}

LocalDate first_open_day(LocalDate today) {
    const auto month = today.ymd().month();
    const bool last_year_is_open = month == std::chrono::April || month == std::chrono::May;
    const int year = fiscal_year_of_receipt(today) - (last_year_is_open ? 1 : 0);
    return LocalDate{std::chrono::sys_days{std::chrono::year{year} / std::chrono::April / 1}};
}

} // namespace hiroba
