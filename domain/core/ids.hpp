// The names of things. Codes come from a town's files and stay the same from edition to edition;
// numbers are given by the database or made from time and chance.
#pragma once

#include "domain/core/strong.hpp"

#include <cstdint>
#include <string>

namespace hiroba {

using FacilityCode = Strong<struct FacilityCodeTag, std::string>;     // 施設
using SpaceCode = Strong<struct SpaceCodeTag, std::string>;           // 室・場
using UnitCode = Strong<struct UnitCodeTag, std::string>;             // 最小単位
using BandCode = Strong<struct BandCodeTag, std::string>;             // 区分
using AccountCode = Strong<struct AccountCodeTag, std::string>;       // 款項目節
using SeasonCode = Strong<struct SeasonCodeTag, std::string>;         // 冷房期間など
using EquipmentCode = Strong<struct EquipmentCodeTag, std::string>;   // 附属設備
using ActivityCode = Strong<struct ActivityCodeTag, std::string>;     // 種目・使用目的
using QuotaCode = Strong<struct QuotaCodeTag, std::string>;           // 利用回数の上限
using ExtraCode = Strong<struct ExtraCodeTag, std::string>;           // 照明・ナイター
using PriceClassCode = Strong<struct PriceClassCodeTag, std::string>; // 一般・高校生以下
using ReductionCode = Strong<struct ReductionCodeTag, std::string>;   // 減免区分
using TicketCode = Strong<struct TicketCodeTag, std::string>;         // 回数券
using PostCode = Strong<struct PostCodeTag, std::string>;             // 職
using SeriesCode = Strong<struct SeriesCodeTag, std::string>;         // 文書番号の記号
using DrawerCode = Strong<struct DrawerCodeTag, std::string>;         // 手提金庫・レジ
using AppealCode = Strong<struct AppealCodeTag, std::string>;         // 教示

using UnitId = Strong<struct UnitIdTag, std::int64_t>;
using OwnerId = Strong<struct OwnerIdTag, std::int64_t>;     // who claims: a booking, or a slot held back
using BookingId = Strong<struct BookingIdTag, std::int64_t>; // one use of one space; also its owner's id
using ApplicationId =
    Strong<struct ApplicationIdTag, std::int64_t>;           // 申請: bookings that are applied and paid for together
using ClosureId = Strong<struct ClosureIdTag, std::int64_t>; // 臨時休館・使用停止
using WaitingId = Strong<struct WaitingIdTag, std::int64_t>; // a place in the waiting list
using ReviewId = Strong<struct ReviewIdTag, std::int64_t>;   // 審査: one draft's way to its decision
using DecisionId = Strong<struct DecisionIdTag, std::int64_t>;                   // 処分
using RefundId = Strong<struct RefundIdTag, std::int64_t>;                       // 還付
using StandingReductionId = Strong<struct StandingReductionIdTag, std::int64_t>; // 減免 of a group, for a while
using AccountId = Strong<struct AccountIdTag, std::int64_t>;                     // a person who logs in
using ObligationId = Strong<struct ObligationIdTag, std::int64_t>;               // what is owed
using AttachmentId = Strong<struct AttachmentIdTag, std::int64_t>;               // 添付書類
using AttemptId = Strong<struct AttemptIdTag, std::int64_t>;                     // one try to pay it
using ShiftId = Strong<struct ShiftIdTag, std::int64_t>;                         // one opening of a drawer
using CounterPaymentId = Strong<struct CounterPaymentIdTag, std::int64_t>;       // what the desk took for it

} // namespace hiroba
