// Drawers and what is taken at the counter, with its receipts. Papers come from the one press of this process.
#pragma once

#include "services/http/router.hpp"
#include "services/issuing/printing_office.hpp"

#include <memory>

namespace hiroba::services::api {

struct RouteSupport;

void add_counter_routes(http::Router& router, const RouteSupport& support, std::shared_ptr<PrintingOffice> office);

} // namespace hiroba::services::api
