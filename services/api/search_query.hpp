// The query of a search for free spaces, into the domain's terms.
#pragma once

#include "domain/booking/free_search.hpp"
#include "services/api/route_support.hpp"

namespace hiroba::services::api {

// 400 `unknown_query_parameter`, `missing_query_parameter`, `invalid_query_parameter` {parameter}, or the refusal of a
// value (`invalid_date`, `invalid_time`, …).
[[nodiscard]] Answered<FreeWish> search_wish(const http::Request& request);

} // namespace hiroba::services::api
