#include "domain/finance/fiscal_year.hpp"

namespace hiroba {

int fiscal_year_of_receipt(LocalDate received_on) {
    const auto year = static_cast<int>(received_on.ymd().year());
    return received_on.ymd().month() >= std::chrono::April ? year : year - 1;
}

} // namespace hiroba
