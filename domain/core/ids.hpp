// The names of things. Codes come from a town's files and stay the same from edition to edition;
// numbers are given by the database or made from time and chance.
#pragma once

#include "domain/core/strong.hpp"

#include <cstdint>
#include <string>

namespace hiroba {

using FacilityCode = Strong<struct FacilityCodeTag, std::string>; // 施設
using SpaceCode = Strong<struct SpaceCodeTag, std::string>;       // 室・場
using UnitCode = Strong<struct UnitCodeTag, std::string>;         // 最小単位
using BandCode = Strong<struct BandCodeTag, std::string>;         // 区分
using AccountCode = Strong<struct AccountCodeTag, std::string>;   // 款項目節

using UnitId = Strong<struct UnitIdTag, std::int64_t>;
using BookingId = Strong<struct BookingIdTag, std::int64_t>;       // also the id of the claim owner
using AccountId = Strong<struct AccountIdTag, std::int64_t>;       // a person who logs in
using ObligationId = Strong<struct ObligationIdTag, std::int64_t>; // what is owed
using AttemptId = Strong<struct AttemptIdTag, std::int64_t>;       // one try to pay it

} // namespace hiroba
