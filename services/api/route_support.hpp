// What the routes share: who asks, whether they may, and how a refusal becomes a status.
#pragma once

#include "domain/booking/free_search.hpp"
#include "persistence/repositories/accounts.hpp"
#include "services/api/api.hpp"
#include "services/api/application_json.hpp"
#include "services/availability/availability.hpp"
#include "services/documents/press.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <tl/expected.hpp>

namespace hiroba::services::api {

template <class T>
using Answered = tl::expected<T, http::Response>; // the value, or the answer to give instead

// The problem of a refusal, with the status that its code has in the contract. Unknown codes are 422. `more`: members
// beside its facts.
[[nodiscard]] http::Response refused(const Refusal& refusal, const nlohmann::json& more = nlohmann::json::object());

// Routes share one of these.
struct RouteSupport {
    const Context& context;
    ApiOptions options;
    std::shared_ptr<OccupancyMemory> memory = std::make_shared<OccupancyMemory>();
    std::shared_ptr<documents::Press> press = std::make_shared<documents::Press>(); // the one of this process

    // What public answers stand on; `town` must outlive it.
    [[nodiscard]] AvailabilitySource source(const TownInForce& town) const { return {context.database, *memory, town}; }
    // The session of the cookie, or nothing.
    [[nodiscard]] std::optional<persistence::LoginSession> session(const http::Request& request) const;
    // Else 401 `not_logged_in`.
    [[nodiscard]] Answered<persistence::LoginSession> logged_in(const http::Request& request) const;
    // Else 401, or 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> with_role(const http::Request& request, Role role) const;
    // For everything that changes something: logged in, from our own pages, with the session's CSRF token; else
    // 401, 403 `cross_site_request`, 403 `csrf_token_invalid`.
    [[nodiscard]] Answered<persistence::LoginSession> may_change(const http::Request& request) const;
    // The same, for residents only (staff book at the desk, not as themselves); else also 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> resident_may_change(const http::Request& request) const;
    // Residents for themselves, the desk for anybody; else also 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> resident_or_desk(const http::Request& request) const;
    [[nodiscard]] Answered<persistence::LoginSession> resident_or_desk_may_change(const http::Request& request) const;
    // For who may look at papers and attachments: residents, the desk, approvers; else also 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> resident_or_reviewer(const http::Request& request) const;
    // For the desk only; else also 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> desk_may_change(const http::Request& request) const;
    // The desk and the finance office; else also 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> desk_or_finance(const http::Request& request) const;
    [[nodiscard]] Answered<persistence::LoginSession> desk_or_finance_may_change(const http::Request& request) const;
    // For who drafts or decides: the desk and approvers; else also 403 `wrong_role`.
    [[nodiscard]] Answered<persistence::LoginSession> reviewer(const http::Request& request) const;
    [[nodiscard]] Answered<persistence::LoginSession> reviewer_may_change(const http::Request& request) const;
    // The application as it is shown to this account, or the refusal.
    [[nodiscard]] http::Response answered(const Result<ApplicationView>& view, const persistence::Account& account,
                                          int status = 200) const;
    // 403 `cross_site_request`, or nothing.
    [[nodiscard]] std::optional<http::Response> refuse_foreign_origin(const http::Request& request) const;
};

[[nodiscard]] Viewer viewer_of(const persistence::Account& account);
// Staff see the applicant's name. `town` must outlive the answer.
[[nodiscard]] Shown shown_to(persistence::Session& session, const persistence::Account& account,
                             const ApplicationView& view, const TownInForce& town, const Context& context);
[[nodiscard]] nlohmann::json free_use_json(const FreeUse& use);

// The id of that name in the path, or the refusal `otherwise`: what is no number names nothing.
template <class Id>
[[nodiscard]] Answered<Id> path_id(const http::Request& request, std::string_view name, std::string_view otherwise) {
    const auto id = http::path_integer(request, name);
    if (!id) return tl::unexpected(refused(Refusal{otherwise}));
    return Id{*id};
}
// Else `application_not_found`.
[[nodiscard]] Answered<ApplicationId> application_id(const http::Request& request);

// The Idempotency-Key header: 16 to 64 characters of [A-Za-z0-9_-]; else 400 `idempotency_key_missing`.
[[nodiscard]] Answered<std::string> idempotency_key(const http::Request& request);

// 400 `unknown_query_parameter` {parameter} for any other than these, or nothing. Public answers are cached by their
// address: whatever stands in it must mean something.
[[nodiscard]] std::optional<http::Response> refuse_unknown_parameters(const http::Request& request,
                                                                      std::initializer_list<std::string_view> known);

// Query parameters as domain values; 400 with `missing_query_parameter` or the refusal of the value.
[[nodiscard]] Answered<LocalDate> query_date(const http::Request& request, std::string_view name);
[[nodiscard]] Answered<std::string> query_code(const http::Request& request, std::string_view name);
// The outcome comes later (202), when it was answered at all.
[[nodiscard]] http::Response accepted(http::Response response);
[[nodiscard]] Answered<UserClass> query_user_class(const http::Request& request);

// Each adds its routes.
void add_public_routes(http::Router& router, const RouteSupport& support);
void add_session_routes(http::Router& router, const RouteSupport& support);
void add_application_routes(http::Router& router, const RouteSupport& support);
void add_attachment_routes(http::Router& router, const RouteSupport& support);
void add_payment_routes(http::Router& router, const RouteSupport& support);
void add_quote_routes(http::Router& router, const RouteSupport& support);
void add_reduction_routes(http::Router& router, const RouteSupport& support);
void add_staff_routes(http::Router& router, const RouteSupport& support);
void add_waiting_routes(http::Router& router, const RouteSupport& support);
void add_staff_booking_routes(http::Router& router, const RouteSupport& support);
void add_review_routes(http::Router& router, const RouteSupport& support);
void add_closure_routes(http::Router& router, const RouteSupport& support);
void add_document_routes(http::Router& router, const RouteSupport& support);
void add_counter_routes(http::Router& router, const RouteSupport& support);
void add_refund_routes(http::Router& router, const RouteSupport& support);
void add_payment_case_routes(http::Router& router, const RouteSupport& support);
void add_finance_routes(http::Router& router, const RouteSupport& support);
void add_ticket_routes(http::Router& router, const RouteSupport& support);

} // namespace hiroba::services::api
