#include "services/api/api.hpp"

#include "services/api/route_support.hpp"

namespace hiroba::services::api {

http::Router make_router(const Context& context, const ApiOptions& options) {
    const RouteSupport support{context, options};
    http::Router router;
    add_public_routes(router, support);
    add_session_routes(router, support);
    add_application_routes(router, support);
    add_attachment_routes(router, support);
    add_waiting_routes(router, support);
    add_payment_routes(router, support);
    add_quote_routes(router, support);
    add_reduction_routes(router, support);
    add_staff_routes(router, support);
    add_staff_booking_routes(router, support);
    add_refund_routes(router, support);
    add_payment_case_routes(router, support);
    add_review_routes(router, support);
    add_closure_routes(router, support);
    add_document_routes(router, support);
    add_counter_routes(router, support);
    add_ticket_routes(router, support);
    add_finance_routes(router, support);
    return router;
}

} // namespace hiroba::services::api
