// The town as its files describe it: facilities, the spaces people book, the units they consist of, and the rules.
#pragma once

#include "domain/approval/approval_route.hpp"
#include "domain/approval/decision.hpp"
#include "domain/attachments/attachment_rules.hpp"
#include "domain/booking/equipment.hpp"
#include "domain/booking/rules.hpp"
#include "domain/calendar/booking_window.hpp"
#include "domain/calendar/closed_days.hpp"
#include "domain/calendar/opening_hours.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"
#include "domain/fees/fee_rules.hpp"
#include "domain/fees/rates.hpp"
#include "domain/fees/reduction.hpp"
#include "domain/fees/ticket.hpp"
#include "domain/finance/drawer.hpp"
#include "domain/finance/payment_method.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hiroba {

// 区分: a named part of the day with its own price (午前, or the composite 午前・午後).
struct TimeBand {
    BandCode code;
    Text name;
    TimeRange range;
    int parts = 1; // how many single bands it consists of: 1区分1回
    friend bool operator==(const TimeBand&, const TimeBand&) = default;
};

// 区分貸し: booked by one of the bands.
struct ByBand {
    std::vector<TimeBand> bands; // single bands first, composites after them
    friend bool operator==(const ByBand&, const ByBand&) = default;
};

// Whether the band consists of other bands of the same list.
[[nodiscard]] bool is_composite(const TimeBand& band, const ByBand& use);

// 時間貸し: booked by whole steps inside the opening hours.
struct ByHour {
    int step_minutes = 60;
    int minimum_minutes = 60;
    int maximum_minutes = 12 * 60;
    friend bool operator==(const ByHour&, const ByHour&) = default;
};

// 宿泊: from `check_in` on one day until `check_out` on the day after the last night.
struct ByNight {
    MinuteOfDay check_in;
    MinuteOfDay check_out;
    int maximum_nights = 1;
    friend bool operator==(const ByNight&, const ByNight&) = default;
};

// 準備・清掃: kept free before and after every use; claimed with it.
struct Buffers {
    int preparation_minutes = 0;
    int cleaning_minutes = 0;
    friend bool operator==(const Buffers&, const Buffers&) = default;
};

// バリアフリー情報. The wording of each lives in the message catalogues.
enum class AccessFeature {
    step_free,
    lift,
    accessible_toilet,
    accessible_parking,
    hearing_loop,
    braille_signs,
    nursing_room,
    assistance_dogs,
};
[[nodiscard]] std::string_view name_of(AccessFeature feature); // "step_free"
[[nodiscard]] std::optional<AccessFeature> access_feature_named(std::string_view name);

// A picture among the town's own files, and what it shows.
struct Photo {
    std::string file; // "large_hall.jpg"
    Text shows;
    friend bool operator==(const Photo&, const Photo&) = default;
};

// WGS 84, in millionths of a degree.
struct MapPosition {
    std::int64_t latitude_micro = 0;
    std::int64_t longitude_micro = 0;
    friend bool operator==(const MapPosition&, const MapPosition&) = default;
};

// 繰上げ・延長: how far outside its band or time a use may begin and end, whatever the opening hours, and for how long
// on each side.
struct ExtendedHours {
    TimeRange within = TimeRange::whole_day();
    int most_minutes = 60;
    friend bool operator==(const ExtendedHours&, const ExtendedHours&) = default;
};

// 室・場: what people book; a set of units. Two spaces that share a unit exclude each other, so halves, quarters and
// rooms joined by partitions form a graph of any depth without saying so.
struct Space {
    SpaceCode code;
    Text name;
    Text description;
    std::vector<UnitCode> units;
    int capacity = 1; // people
    std::vector<AccessFeature> access;
    std::vector<Photo> photos;
    std::optional<OpeningHours> hours;     // where they differ from the facility's
    std::optional<ClosedDays> closed_days; // where they differ from the facility's
    std::variant<ByBand, ByHour, ByNight> use;
    Buffers buffers;
    std::vector<ActivityCode> activities;        // what it is meant for; empty: anything
    std::optional<ExtendedHours> extended_hours; // where they differ from the facility's
    std::vector<RateTable> rates;
    std::optional<AccountCodes> account_codes;  // where they differ from the facility's
    std::map<UserClass, BookingWindow> windows; // where they differ from the facility's
    std::optional<PermissionRule> permission;   // where it differs from the facility's
    std::optional<ApprovalRoutes> approval;     // where it differs from the facility's
    std::optional<RefundRule> refund;           // where it differs from the facility's
    friend bool operator==(const Space&, const Space&) = default;
};

// 施設: a building or ground with its own calendar, rules and revenue account.
struct Facility {
    FacilityCode code;
    Text name;
    Text description;
    std::string phone;
    Text address;
    std::optional<MapPosition> position;
    std::vector<AccessFeature> access;
    std::vector<Photo> photos;
    OpeningHours hours;
    ClosedDays closed_days;
    std::vector<Season> seasons;
    std::map<UserClass, BookingWindow> windows;
    PermissionRule permission;
    ApprovalRoutes approval;
    std::optional<DecisionRules> decisions; // where they differ from the town's
    std::vector<QuotaRule> quotas;
    std::optional<int> consecutive_days_limit; // 引き続き5日以内, of one person or group in one space
    PaymentTerm payment;
    std::vector<PaymentMethodRule> payment_methods{PaymentMethodRule{}}; // in the order in which they are offered
    RefundRule refund;
    AttendanceRule attendance;
    ReleaseRule release;
    std::optional<ExtendedHours> extended_hours;
    FeeRules fee_rules;
    std::vector<Ticket> tickets;
    std::optional<DesignatedManager> manager; // whose own revenue the fees are; none: the town's
    AccountCode revenue_account;              // 款項目節 under which its usage fees are collected
    AccountCodes account_codes;               // the same for each component
    std::vector<Space> spaces;
    std::vector<Equipment> equipment;
    std::vector<Disturbance> disturbances;
    friend bool operator==(const Facility&, const Facility&) = default;
};

// Who pays money back, and when staff are asked about money whose way is not known.
struct MoneyRules {
    std::optional<Yen> second_person_above{}; // what an application is given back in all; empty: one person suffices
    std::chrono::hours hand_to_staff_after{24};
    friend bool operator==(const MoneyRules&, const MoneyRules&) = default;
};

struct Town {
    std::string code; // 全国地方公共団体コード
    Text name;
    std::string registration_number; // 適格請求書発行事業者; empty: none
    Holidays holidays;
    std::vector<Activity> activities;
    std::vector<ReductionClass> reductions;
    // Of a resident; staff are bound by neither. What waits for the applicant, unpaid, is at most their product.
    int most_uses_per_application = 10;
    int most_waiting_applications = 3;
    std::vector<Post> posts;
    DecisionRules decisions = usual_decision_rules();
    AttachmentRules attachments;
    MoneyRules money;
    std::vector<Facility> facilities;
    std::vector<Drawer> drawers; // 手提金庫・レジ
    friend bool operator==(const Town&, const Town&) = default;
};

// Pointers into `town`, or null when there is no such facility, space, activity or equipment.
// Space and equipment codes are unique in the town.
[[nodiscard]] const Facility* find_facility(const Town& town, const FacilityCode& code);
struct FoundSpace {
    const Facility* facility = nullptr;
    const Space* space = nullptr;
};
[[nodiscard]] FoundSpace find_space(const Town& town, const SpaceCode& code);
[[nodiscard]] const Activity* find_activity(const Town& town, const ActivityCode& code);
[[nodiscard]] const Equipment* find_equipment(const Facility& facility, const EquipmentCode& code);
[[nodiscard]] const Drawer* find_drawer(const Town& town, const DrawerCode& code);
// Whose designated manager's money lies in the drawer; empty: the town's.
[[nodiscard]] std::optional<FacilityCode> manager_of(const Town& town, const Drawer& drawer);
[[nodiscard]] const Post* find_post(const Town& town, const PostCode& code);
// What holds for decisions about uses of the facility; the town's where it says nothing, or has left the town.
[[nodiscard]] const DecisionRules& decision_rules(const Town& town, const FacilityCode& facility);
// Whether the equipment can be used in the space.
[[nodiscard]] bool is_for(const Equipment& equipment, const Space& space);

// The rule that holds for the space: its own, else the facility's. A window is null for a class that cannot book.
[[nodiscard]] const BookingWindow* find_window(const Facility& facility, const Space& space, UserClass user_class);
[[nodiscard]] const PermissionRule& permission_of(const Facility& facility, const Space& space);
[[nodiscard]] const ApprovalRoutes& approval_of(const Facility& facility, const Space& space);
[[nodiscard]] const RefundRule& refund_of(const Facility& facility, const Space& space);
[[nodiscard]] const std::optional<ExtendedHours>& extended_hours_of(const Facility& facility, const Space& space);
[[nodiscard]] const AccountCodes& account_codes_of(const Facility& facility, const Space& space);

// When the space is open on that date; nothing when it is closed. In this order: an exception of the space, one of
// the facility (cut to the space's own hours), closed days, hours by weekday and season.
[[nodiscard]] std::optional<TimeRange> open_hours(const Town& town, const Facility& facility, const Space& space,
                                                  LocalDate date);
// Whether an exception of the space or of the facility says what holds on that date.
[[nodiscard]] bool has_exception(const Facility& facility, const Space& space, LocalDate date);
// Whether the facility itself is closed that day: its exceptions, closed days, hours.
[[nodiscard]] bool is_facility_closed(const Town& town, const Facility& facility, LocalDate date);

// Every unit of a facility once, in the order of first mention; equipment after the spaces.
[[nodiscard]] std::vector<UnitCode> units_of(const Facility& facility);

} // namespace hiroba
