// Rows of applications and bookings as several statements read them: the columns, their types, and what they become.
#pragma once

#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/bookings.hpp"

#include <string>
#include <tuple>

namespace hiroba::persistence::detail {

// Of `application p`.
inline const std::string application_columns =
    "p.application_id, p.number, p.account_id, p.made_by, p.kind, p.facility_code, p.user_class, p.counts_waiting,"
    " p.activity_code, p.purpose, p.group_name, p.people, p.highest_admission_yen, p.is_commercial, p.reduction_code,"
    " p.edition_id, p.created_at_ms, p.version";
using ApplicationRow =
    std::tuple<ApplicationId, std::optional<std::string>, AccountId, std::optional<AccountId>, std::string,
               FacilityCode, std::string, std::int64_t, std::optional<ActivityCode>, std::optional<std::string>,
               std::optional<std::string>, std::optional<std::int64_t>, std::optional<Yen>, std::int64_t,
               std::optional<ReductionCode>, std::int64_t, Instant, std::int64_t>;
[[nodiscard]] Application application_from(ApplicationRow&& row);

// Of `booking b JOIN claim_owner o`.
inline const std::string booking_columns =
    "b.booking_id, b.application_id, b.account_id, b.facility_code, b.space_code, b.use_date, b.start_minute,"
    " b.last_date, b.end_minute, b.band_code, b.nights, b.total_yen, b.charged_yen, b.paid_yen, b.quote_json,"
    " b.edition_id, b.refund_cap_percent, b.price_class, b.is_rehearsal, b.wants_climate, b.early_minutes,"
    " b.extension_minutes, b.priced_on, b.reduction_code, b.cap_minutes, b.cap_yen, o.state,"
    " o.expires_at_ms, o.created_at_ms";
using BookingRow =
    std::tuple<BookingId, ApplicationId, AccountId, FacilityCode, SpaceCode, LocalDate, MinuteOfDay, LocalDate,
               MinuteOfDay, std::optional<BandCode>, std::optional<std::int64_t>, Yen, Yen, Yen, std::string,
               std::int64_t, std::int64_t, std::optional<PriceClassCode>, std::int64_t, std::int64_t, std::int64_t,
               std::int64_t, LocalDate, std::optional<ReductionCode>, std::optional<std::int64_t>, std::optional<Yen>,
               std::string, std::optional<Instant>, Instant>;
// Without its equipment and its extras.
[[nodiscard]] Booking booking_from(BookingRow&& row);
[[nodiscard]] BookingState state_from(const std::string& name);

// "('held', 'permitted')": the states that the predicate names.
[[nodiscard]] std::string state_list(bool (*predicate)(BookingState));

// session.select with the column types of a tuple.
template <class Row>
struct Rows;
template <class... Columns>
struct Rows<std::tuple<Columns...>> {
    [[nodiscard]] static std::vector<std::tuple<Columns...>> select(Session& session, const Sql& sql,
                                                                    const Binds& binds) {
        return session.select<Columns...>(sql, binds);
    }
};

// The part of a joined row that begins at column `First`.
template <class Part, std::size_t First, class Row>
[[nodiscard]] Part part_of(Row& row) {
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        return Part{std::move(std::get<First + Index>(row))...};
    }(std::make_index_sequence<std::tuple_size_v<Part>>{});
}

} // namespace hiroba::persistence::detail
