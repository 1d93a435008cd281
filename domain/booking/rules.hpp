// 予約の決まり: what a town decides about who may book how much, and what happens afterwards, as data.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/rates.hpp"
#include "domain/fees/refund.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace hiroba {

// A stay by the night is never longer, whatever a town allows (nor in the table: ck_booking_nights).
inline constexpr int most_nights = 60;

// Nobody books further ahead than so many days, staff neither: a new edition of the town meets every booking that is
// just being written within them. Windows open at most `most_months_ahead` before, which is less.
inline constexpr std::chrono::days furthest_ahead{1'150};
inline constexpr int most_months_ahead = 36;

// 種目・使用目的: what people do there. How loud it is decides who can be next door.
enum class Sound { quiet, ordinary, loud };
struct Activity {
    ActivityCode code;
    Text name;
    Sound sound = Sound::ordinary;
    friend bool operator==(const Activity&, const Activity&) = default;
};

// 音問題: something loud in one of the two and something quiet in the other at the same time.
enum class DisturbanceEffect { warn, refuse };
struct Disturbance {
    SpaceCode first;
    SpaceCode second;
    DisturbanceEffect effect = DisturbanceEffect::warn;
    friend bool operator==(const Disturbance&, const Disturbance&) = default;
};

// Who is permitted at once by rule (自動許可), and what staff look at first (審査).
struct PermissionRule {
    std::set<UserClass> automatic_for;        // everybody else is reviewed
    std::set<ActivityCode> review_activities; // reviewed for everybody
    std::optional<int> review_from_people;    // reviewed for everybody, from so many people on
    friend bool operator==(const PermissionRule&, const PermissionRule&) = default;
};

// 利用回数の上限: so many bookings (or so many minutes) for each person or group in each period of the day of use.
// `open` counts what is booked and still to come, whenever that is.
enum class QuotaPeriod { day, week, month, fiscal_year, open };
enum class QuotaMeasure { bookings, minutes };
struct QuotaRule {
    QuotaCode code; // unique in the town
    Text name;
    std::vector<SpaceCode> spaces; // that count together; empty: all of the facility
    std::optional<UserClass> only_for;
    QuotaPeriod period = QuotaPeriod::month;
    QuotaMeasure measure = QuotaMeasure::bookings;
    std::int64_t limit = 1;
    friend bool operator==(const QuotaRule&, const QuotaRule&) = default;
};
// The counter of a quota for a day of use: "2026-12-01", "2026-W49", "2026-12", "FY2026", "open".
[[nodiscard]] std::string counter_of(QuotaPeriod period, LocalDate date_of_use);

// 納期限: when a permitted booking must be paid: at once (within the payment page's time), or within days of the
// permission, and in any case so many days before the use. The earlier one holds.
struct PaymentTerm {
    int days_after_permission = 0; // 0: at once
    int days_before_use = 0;       // at the end of that day; 0: until the use begins
    friend bool operator==(const PaymentTerm&, const PaymentTerm&) = default;
};
// For what is permitted at `permitted_at` and begins at `start`. `at_once` is how long paying at once may take.
// Never earlier than paying at once takes: what is permitted later than `days_before_use` allows is paid at once.
[[nodiscard]] Instant payment_due(const PaymentTerm& term, Instant permitted_at, Instant start,
                                  std::chrono::milliseconds at_once);

// 利用停止, whoever orders it, is no longer than five years.
inline constexpr int most_suspended_days = 5 * 366;

// 無断不使用: whether people check in, and what follows when they stay away.
struct AttendanceRule {
    bool check_in = false;  // staff check people in; who was not by the end stayed away
    int no_show_limit = 0;  // so many in a fiscal year suspend; 0: never
    int suspended_days = 0; // from the day of the last one
    friend bool operator==(const AttendanceRule&, const AttendanceRule&) = default;
};

// キャンセル待ち, and against grabbing: what is given back becomes free only after a random while.
struct ReleaseRule {
    bool waiting_list = false;
    int offer_minutes = 24 * 60;     // how long an offer is kept for the first in line
    int hold_back_least_minutes = 0; // both 0: free at once
    int hold_back_most_minutes = 0;
    friend bool operator==(const ReleaseRule&, const ReleaseRule&) = default;
};

[[nodiscard]] std::string_view name_of(Sound sound);
[[nodiscard]] std::string_view name_of(DisturbanceEffect effect);
[[nodiscard]] std::string_view name_of(QuotaPeriod period);
[[nodiscard]] std::string_view name_of(QuotaMeasure measure);

} // namespace hiroba
