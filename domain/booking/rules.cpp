#include "domain/booking/rules.hpp"

#include "domain/finance/fiscal_year.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hiroba {
namespace {

using namespace std::chrono;

// ISO 8601: the week belongs to the year in which its Thursday lies.
std::string iso_week(LocalDate date) {
    const auto thursday = date - (date.weekday() - Monday) + days{3};
    const auto year = thursday.ymd().year();
    const auto week = (thursday - LocalDate{sys_days{year / January / 1}}).count() / 7 + 1;
    std::array<char, 32> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-W%02d", static_cast<int>(year), static_cast<int>(week));
    return {text.data(), static_cast<std::size_t>(length)};
}

Instant end_of(LocalDate date) { return to_instant({date + days{1}, {}}); }

} // namespace

std::string counter_of(QuotaPeriod period, LocalDate date_of_use) {
    switch (period) {
    case QuotaPeriod::day:
        return date_of_use.iso8601();
    case QuotaPeriod::week:
        return iso_week(date_of_use);
    case QuotaPeriod::month:
        return YearMonth{date_of_use.ymd().year() / date_of_use.ymd().month()}.iso8601();
    case QuotaPeriod::fiscal_year:
        return "FY" + std::to_string(fiscal_year_of_receipt(date_of_use));
    case QuotaPeriod::open:
        return "open";
    }
    return {};
}

Instant payment_due(const PaymentTerm& term, Instant permitted_at, Instant start, milliseconds at_once) {
    const auto soonest = permitted_at + at_once;
    if (term.days_after_permission == 0) return soonest;
    const auto after = end_of(to_town_time(permitted_at).date + days{term.days_after_permission});
    const auto before =
        term.days_before_use == 0 ? start : end_of(to_town_time(start).date - days{term.days_before_use});
    return std::max(std::min(after, before), soonest);
}

std::string_view name_of(Sound sound) {
    switch (sound) {
    case Sound::quiet:
        return "quiet";
    case Sound::ordinary:
        return "ordinary";
    case Sound::loud:
        return "loud";
    }
    return {};
}

std::string_view name_of(DisturbanceEffect effect) { return effect == DisturbanceEffect::refuse ? "refuse" : "warn"; }

std::string_view name_of(QuotaPeriod period) {
    switch (period) {
    case QuotaPeriod::day:
        return "day";
    case QuotaPeriod::week:
        return "week";
    case QuotaPeriod::month:
        return "month";
    case QuotaPeriod::fiscal_year:
        return "fiscal_year";
    case QuotaPeriod::open:
        return "open";
    }
    return {};
}

std::string_view name_of(QuotaMeasure measure) { return measure == QuotaMeasure::minutes ? "minutes" : "bookings"; }

} // namespace hiroba
