#include "domain/core/utf8.hpp"
#include "persistence/repositories/suspensions.hpp"
#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/reduction_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/api/use_reader.hpp"
#include "services/approval/reviews.hpp"
#include "services/board/board.hpp"
#include "services/board/find_applications.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/attendance.hpp"
#include "services/booking/fee_json.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/revoke.hpp"
#include "services/booking/suspensions.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int residents_listed = 20;
constexpr int overdue_listed = 200;

Answered<BookingId> booking_id(const http::Request& request) {
    return path_id<BookingId>(request, "booking_id", "booking_not_found");
}

Result<json> file_json(const RouteSupport& support, const persistence::Account& staff, BookingId id) {
    const auto file = booking_file(support.context, staff, id);
    if (!file) return tl::unexpected(file.error());
    const auto town = support.context.catalog.current();
    const Shown shown{*town, support.context.gateways, support.context.clock.now(), file->holder};
    auto history = json::array();
    for (const auto& line : file->history)
        history.push_back({{"event", line.event},
                           {"from_state", or_null(line.from_state)},
                           {"to_state", line.to_state},
                           {"at_ms", line.at.epoch_ms()},
                           {"by", or_null(line.by)},
                           {"note", or_null(line.note)}});
    return json{{"booking", booking_json(file->booking, file->view, shown)},
                {"application", application_json(file->view, shown)},
                {"history", std::move(history)}};
}

http::Response file_response(const RouteSupport& support, const persistence::Account& staff, BookingId id) {
    const auto file = file_json(support, staff, id);
    return file ? http::json_response(200, *file) : refused(file.error());
}

http::Response get_file(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    return file_response(support, login->account, *id);
}

BookingEvent attendance_named(const std::string& name) {
    for (const BookingEvent event :
         {BookingEvent::check_in_undone, BookingEvent::use_ended, BookingEvent::not_come, BookingEvent::came_after_all})
        if (name_of(event) == name) return event;
    return BookingEvent::checked_in;
}

http::Response attendance(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto event =
        reader.one_of("event", {"checked_in", "check_in_undone", "use_ended", "not_come", "came_after_all"});
    if (auto faults = reader.finish()) return *faults;
    const auto done = record_attendance(support.context, login->account, *id, attendance_named(event));
    if (!done) return refused(done.error());
    return file_response(support, login->account, *id);
}

const std::vector<std::string> causes_of_staff{"town", "disaster", "rain"};
const std::vector<std::string> causes_of_revocation{"user", "town", "disaster", "rain"};
RefundCause cause_named(const std::string& name) { return refund_cause_named(name).value_or(RefundCause::town); }

http::Response revoke_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto reason = reader.text("reason", {1, 500});
    const auto cause = reader.optional_one_of("cause", causes_of_revocation).value_or("town");
    if (auto faults = reader.finish()) return *faults;
    const Revocation revocation{*id, login->account.id, reason, cause_named(cause)};
    const auto done = revoke_booking(support.context, revocation);
    if (done) return file_response(support, login->account, *id);
    if (done.error().code != "approval_required") return refused(done.error());
    const auto drafted = draft_revocation(support.context, login->account, {revocation});
    if (!drafted) return refused(drafted.error());
    return accepted(file_response(support, login->account, *id));
}

http::Response refund_terms_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto name = query_code(request, "cause");
    if (!name) return name.error();
    const auto cause = refund_cause_named(*name);
    if (!cause) return refused(Refusal{"refund_cause_not_covered", {{"cause", *name}}});
    const auto terms = refund_for_cause(support.context, *id, *cause);
    if (!terms) return refused(terms.error());
    return http::json_response(
        200, {{"fee_yen", terms->of.fee.amount()},
              {"kept_yen", terms->of.paid.amount()},
              {"percent", terms->percent},
              {"yen", terms->amount.amount()},
              {"set_off_yen", terms->divided.set_off.amount()},
              {"pay_out_yen", terms->divided.due.amount()},
              {"article", text_json(terms->article)},
              {"tickets", {{"count", terms->tickets.count}, {"come_back", terms->tickets.come_back}}}});
}

http::Response refund_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto cause = reader.one_of("cause", causes_of_staff);
    const auto reason = reader.text("reason", {1, 500});
    if (auto faults = reader.finish()) return *faults;
    const auto done = decide_refund(support.context, {*id, login->account.id, cause_named(cause), reason});
    if (!done) return refused(done.error());
    auto file = file_json(support, login->account, *id);
    if (!file) return refused(file.error());
    (*file)["decided"] = {{"yen", done->refund.total().amount()},
                          {"set_off_yen", done->refund.set_off.amount()},
                          {"pay_out_yen", done->refund.due.amount()}};
    return http::json_response(200, *file);
}

http::Response reinstate_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto done = reinstate_booking(support.context, login->account.id, *id);
    if (!done) return refused(done.error());
    return file_response(support, login->account, *id);
}

http::Response counters(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const DeskCounters waiting = what_waits(support.context);
    return http::json_response(200, {{"reviews", waiting.reviews},
                                     {"reductions", waiting.reductions},
                                     {"kept", waiting.kept},
                                     {"payment_cases", waiting.payment_cases}});
}

http::Response decide(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    DecisionCommand command;
    command.application = *id;
    command.is_permitted = reader.one_of("decision", {"permit", "refuse"}) == "permit";
    if (reader.has("booking_ids")) command.only = read_booking_ids(reader, {1, 400});
    command.reason = reader.optional_text("reason", {1, 500}).value_or("");
    command.version = reader.optional_number("version", any_version);
    if (auto faults = reader.finish()) return *faults;
    return support.answered(decide_application(support.context, login->account, command), login->account);
}

http::Response find_applications_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto typed = request.query_parameters.find("find"); // nothing at all is too short
    const auto found = find_applications(support.context, login->account,
                                         typed == request.query_parameters.end() ? "" : typed->second);
    if (!found) return refused(found.error());
    auto applications = json::array();
    for (const auto& application : found->applications)
        applications.push_back(found_json(application));
    return http::json_response(200, {{"applications", std::move(applications)}, {"more", found->more}});
}

http::Response book(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    OnBehalfCommand command;
    const bool official = reader.one_of("kind", {"ordinary", "official"}) == "official";
    const auto account = reader.optional_word("account_id");
    const auto bodies = read_uses(reader);
    command.hold.fitting = read_fitting(reader);
    if (auto details = reader.object("details")) {
        command.details = read_details(*details);
        details->close();
    }
    const auto seen_on = read_seen_evidence(reader, "reduction_evidence");
    if (auto faults = reader.finish()) return *faults;
    const auto evidence = optional_date(seen_on);
    if (!evidence) return refused(evidence.error());
    command.evidence_seen_on = *evidence;
    if (official != !account) return refused(Refusal{"account_not_found"});
    if (account) command.account = AccountId{http::parse_integer(*account).value_or(0)};
    auto uses = use_requests(bodies);
    if (!uses) return refused(uses.error());
    command.hold.uses = std::move(*uses);
    command.hold.idempotency_key = *key;
    command.hold.request_hash = sha256_hex(parsed->dump());
    const auto held = book_on_behalf(support.context, login->account, command);
    if (!held) return refused(held.error());
    const auto town = support.context.catalog.current();
    return http::json_response(201, support.context.database.read([&](persistence::Session& session) {
        return held_json(*held, shown_to(session, login->account, held->view, *town, support.context));
    }));
}

json residents_json(persistence::Session& session, const std::vector<persistence::Account>& accounts, Instant now) {
    std::vector<AccountId> ids;
    ids.reserve(accounts.size());
    for (const auto& account : accounts)
        ids.push_back(account.id);
    const auto suspended = persistence::suspended_until(session, ids, now);
    auto residents = json::array();
    for (const auto& account : accounts) {
        const auto until = suspended.find(account.id);
        residents.push_back(
            {{"account_id", id_json(account.id)},
             {"login_name", account.login_name},
             {"display_name", account.display_name},
             {"user_class", name_of(account.user_class)},
             {"suspended_until_ms", until == suspended.end() ? json(nullptr) : json(until->second.epoch_ms())}});
    }
    return residents;
}

http::Response search_residents_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto words = http::query_word(request, "q");
    if (!words) return words.error();
    constexpr std::size_t fewest = 2;
    constexpr std::size_t most = 100;
    const std::size_t letters = count_characters(*words);
    if (letters < fewest || letters > most) return http::problem(400, "invalid_query_parameter", {{"parameter", "q"}});
    const Instant now = support.context.clock.now();
    auto residents = support.context.database.transact([&](persistence::Session& session) {
        const auto accounts = persistence::search_residents(session, *words, residents_listed);
        persistence::log_access(session, login->account.id, "resident_search", *words, now);
        return residents_json(session, accounts, now);
    });
    return http::json_response(200, {{"residents", std::move(residents)}});
}

json suspension_json(const persistence::SuspendedPerson& person) {
    const auto& suspension = person.suspension;
    return {{"suspension_id", std::to_string(suspension.id)},
            {"account_id", id_json(suspension.account)},
            {"holder", person.name},
            {"ground", suspension.ground},
            {"until_ms", suspension.until.epoch_ms()},
            {"lifted", suspension.lifted_at.has_value()}};
}

http::Response list_suspensions(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    log_look(support.context, login->account.id, "suspensions", "in force");
    auto suspensions = json::array();
    for (const auto& person : suspended_now(support.context))
        suspensions.push_back(suspension_json(person));
    return http::json_response(200, {{"suspensions", std::move(suspensions)}});
}

http::Response suspend(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto account = reader.word("account_id");
    const auto until = reader.word("until");
    const auto reason = reader.text("reason", {1, 200});
    if (auto faults = reader.finish()) return *faults;
    const auto date = LocalDate::parse(until);
    if (!date) return refused(date.error());
    const auto suspended = suspend_resident(support.context, login->account,
                                            AccountId{http::parse_integer(account).value_or(0)}, *date, reason);
    if (!suspended) return refused(suspended.error());
    return http::json_response(201, suspension_json(*suspended));
}

http::Response lift_suspension_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = http::path_integer(request, "suspension_id");
    if (!id) return refused(Refusal{"suspension_not_found"});
    const auto lifted = lift(support.context, login->account, *id);
    if (!lifted) return refused(lifted.error());
    return http::json_response(200, suspension_json(*lifted));
}

http::Response list_overdue(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    log_look(support.context, login->account.id, "payments", "overdue");
    const Instant now = support.context.clock.now();
    auto overdue = support.context.database.read([&](persistence::Session& session) {
        auto array = json::array();
        for (const auto& owed :
             persistence::overdue_obligations(session, persistence::Overdue::all, now, overdue_listed)) {
            const auto application = persistence::find_application(session, owed.application);
            const auto holder = persistence::find_account(session, application->account);
            array.push_back({{"application_id", id_json(owed.application)},
                             {"holder", holder ? holder->display_name : ""},
                             {"number", or_null(application->number)},
                             {"yen", persistence::rest_of(owed).amount()},
                             {"payment_due_at_ms", owed.due_at->epoch_ms()}});
        }
        return array;
    });
    return http::json_response(200, {{"overdue", std::move(overdue)}});
}

} // namespace

void add_staff_booking_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1/staff" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    const std::string booking = "/bookings/{booking_id}";
    route(Method::get, booking, get_file);
    route(Method::post, booking + "/attendance", attendance);
    route(Method::post, booking + "/revocation", revoke_route);
    route(Method::get, booking + "/refund-terms", refund_terms_route);
    route(Method::post, booking + "/refund", refund_route);
    route(Method::post, booking + "/reinstatement", reinstate_route);
    route(Method::get, "/counters", counters);
    route(Method::get, "/applications", find_applications_route);
    route(Method::post, "/applications", book);
    route(Method::post, "/applications/{application_id}/decision", decide);
    route(Method::get, "/residents", search_residents_route);
    route(Method::get, "/suspensions", list_suspensions);
    route(Method::post, "/suspensions", suspend);
    route(Method::post, "/suspensions/{suspension_id}/lifting", lift_suspension_route);
    route(Method::get, "/overdue-payments", list_overdue);
}

} // namespace hiroba::services::api
