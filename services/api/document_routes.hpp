// Papers and the sheet of a day, with the one press of this process.
#pragma once

#include "services/http/router.hpp"

namespace hiroba::services::api {

struct RouteSupport;

void add_document_routes(http::Router& router, const RouteSupport& support);

} // namespace hiroba::services::api
