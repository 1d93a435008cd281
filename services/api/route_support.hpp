// What the routes share: who asks, whether they may, and how a refusal becomes a status.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/api/api.hpp"

#include <initializer_list>
#include <optional>
#include <tl/expected.hpp>

namespace hiroba::services::api {

template <class T>
using Answered = tl::expected<T, http::Response>; // the value, or the answer to give instead

// The problem of a refusal, with the status that its code has in the contract. Unknown codes are 422.
[[nodiscard]] http::Response refused(const Refusal& refusal);

// Routes share one of these.
struct RouteSupport {
    const Context& context;
    ApiOptions options;

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
    // 403 `cross_site_request`, or nothing.
    [[nodiscard]] std::optional<http::Response> refuse_foreign_origin(const http::Request& request) const;
};

// The Idempotency-Key header: 16 to 64 characters of [A-Za-z0-9_-]; else 400 `idempotency_key_missing`.
[[nodiscard]] Answered<std::string> idempotency_key(const http::Request& request);

// 400 `unknown_query_parameter` {parameter} for any other than these, or nothing. Public answers are cached by their
// address: whatever stands in it must mean something.
[[nodiscard]] std::optional<http::Response> refuse_unknown_parameters(const http::Request& request,
                                                                      std::initializer_list<std::string_view> known);

// Query parameters as domain values; 400 with `missing_query_parameter` or the refusal of the value.
[[nodiscard]] Answered<LocalDate> query_date(const http::Request& request, std::string_view name);
[[nodiscard]] Answered<std::string> query_code(const http::Request& request, std::string_view name);
[[nodiscard]] Answered<UserClass> query_user_class(const http::Request& request);

// Each adds its routes.
void add_public_routes(http::Router& router, const RouteSupport& support);
void add_session_routes(http::Router& router, const RouteSupport& support);
void add_booking_routes(http::Router& router, const RouteSupport& support);
void add_payment_routes(http::Router& router, const RouteSupport& support);
void add_staff_routes(http::Router& router, const RouteSupport& support);
void add_finance_routes(http::Router& router, const RouteSupport& support);

} // namespace hiroba::services::api
