// Papers and the sheet of a day. Papers come from the one press of this process.
#pragma once

#include "services/http/router.hpp"
#include "services/issuing/printing_office.hpp"

#include <memory>

namespace hiroba::services::api {

struct RouteSupport;

void add_document_routes(http::Router& router, const RouteSupport& support, std::shared_ptr<PrintingOffice> office);

} // namespace hiroba::services::api
