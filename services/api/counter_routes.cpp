#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/booking/fee_json.hpp"
#include "services/counter/drawer.hpp"
#include "services/counter/take_payment.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;
using persistence::DrawerShift;

constexpr NumberLimits any_amount{1, 1'000'000'000};
constexpr TextLimits any_reason{1, 500};
constexpr TextLimits any_reference{1, 100};

json yen_or_null(const std::optional<Yen>& amount) { return amount ? json(amount->amount()) : json(nullptr); }

json shift_json(const DrawerShift& shift, AccountId viewer) {
    const Yen expected = expected_in(shift.sums);
    return {{"shift_id", id_json(shift.id)},
            {"drawer", shift.drawer.value()},
            {"managed_by", code_or_null(shift.managed_by)},
            {"holder", shift.holder},
            {"mine", shift.held_by == viewer},
            {"float_yen", shift.sums.opening_float.amount()},
            {"in_yen", shift.sums.in.amount()},
            {"out_yen", shift.sums.out.amount()},
            {"expected_yen", expected.amount()},
            {"opened_at_ms", shift.opened_at.epoch_ms()},
            {"closed_at_ms", instant_or_null(shift.closed_at)},
            {"closed_by", or_null(shift.closer)},
            {"counted_yen", yen_or_null(shift.counted)},
            {"difference_yen", shift.counted ? json((*shift.counted - expected).amount()) : json(nullptr)},
            {"difference_reason", or_null(shift.difference_reason)},
            {"looked_by", or_null(shift.looked_by)},
            {"looked_at_ms", instant_or_null(shift.looked_at)},
            {"look_note", or_null(shift.look_note)}};
}

json file_json(const ShiftFile& file, AccountId viewer) {
    auto entries = json::array();
    for (const auto& entry : file.entries)
        entries.push_back({{"entry_id", std::to_string(entry.id)},
                           {"kind", name_of(entry.kind)},
                           {"amount_yen", entry.amount.amount()},
                           {"payment_id", entry.payment ? json(id_json(*entry.payment)) : json(nullptr)},
                           {"refund_id", entry.refund ? json(id_json(*entry.refund)) : json(nullptr)},
                           {"application_number", or_null(entry.application_number)},
                           {"at_ms", entry.at.epoch_ms()},
                           {"reason", or_null(entry.reason)}});
    auto counts = json::array();
    for (const CashCount& count : file.counts)
        counts.push_back({{"denomination_yen", count.denomination.amount()}, {"pieces", count.pieces}});
    return {{"shift", shift_json(file.shift, viewer)}, {"entries", std::move(entries)}, {"counts", std::move(counts)}};
}

http::Response answer(const Result<ShiftFile>& file, AccountId viewer, int status = 200) {
    if (!file) return refused(file.error());
    return http::json_response(status, file_json(*file, viewer));
}

http::Response list_drawers(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    auto drawers = json::array();
    for (const auto& [drawer, shift] : drawers_now(support.context)) {
        auto facilities = json::array();
        for (const FacilityCode& facility : drawer.facilities)
            facilities.push_back(facility.value());
        drawers.push_back({{"drawer", drawer.code.value()},
                           {"name", text_json(drawer.name)},
                           {"facilities", std::move(facilities)},
                           {"shift", shift ? shift_json(*shift, login->account.id) : json(nullptr)}});
    }
    return http::json_response(200, {{"drawers", std::move(drawers)}});
}

http::Response open(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const Yen opening_float{reader.number("float_yen", {0, most_float.amount()})};
    if (auto faults = reader.finish()) return *faults;
    return answer(
        open_drawer(support.context, login->account, DrawerCode{request.path_parameters.at("drawer")}, opening_float),
        login->account.id, 201);
}

http::Response get_shift(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_or_finance(request);
    if (!login) return login.error();
    const auto id = path_id<ShiftId>(request, "shift_id", "shift_not_found");
    if (!id) return id.error();
    return answer(shift_file(support.context, *id), login->account.id);
}

std::vector<CashCount> read_counts(BodyReader& reader) {
    std::vector<CashCount> counts;
    for (BodyReader& one : reader.objects("counts", {0, denominations.size()})) {
        const Yen denomination{one.number("denomination_yen", any_amount)};
        counts.push_back({denomination, one.number("pieces", {0, most_pieces})});
        one.close();
    }
    return counts;
}

// Another's drawer can be counted by whoever may look at it a second time.
http::Response close(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_or_finance_may_change(request);
    if (!login) return login.error();
    const auto id = path_id<ShiftId>(request, "shift_id", "shift_not_found");
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    CloseDrawerCommand command{*id, read_counts(reader), reader.optional_text("reason", any_reason)};
    if (auto faults = reader.finish()) return *faults;
    return answer(close_drawer(support.context, login->account, command), login->account.id);
}

http::Response look(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_or_finance_may_change(request);
    if (!login) return login.error();
    const auto id = path_id<ShiftId>(request, "shift_id", "shift_not_found");
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto note = reader.optional_text("note", any_reason);
    if (auto faults = reader.finish()) return *faults;
    return answer(look_at_shift(support.context, login->account, *id, note), login->account.id);
}

http::Response list_shifts(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_or_finance(request);
    if (!login) return login.error();
    const auto first = query_date(request, "from");
    if (!first) return first.error();
    const auto last = query_date(request, "to");
    if (!last) return last.error();
    const auto found = shifts_of_days(support.context, *first, *last);
    if (!found) return refused(found.error());
    auto shifts = json::array();
    for (const DrawerShift& shift : *found)
        shifts.push_back(shift_json(shift, login->account.id));
    return http::json_response(200, {{"shifts", std::move(shifts)}});
}

Answered<TakePaymentCommand> read_taking(const http::Request& request, ApplicationId application,
                                         const std::string& key) {
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return tl::unexpected(parsed.error());
    BodyReader reader(*parsed);
    TakePaymentCommand command;
    command.application = application;
    const auto method = reader.one_of("method", {"cash", "terminal", "bank_transfer", "payment_notice"});
    command.amount = Yen{reader.number("amount_yen", any_amount)};
    if (const auto given = reader.optional_number("given_yen", any_amount)) command.given = Yen{*given};
    if (method == "terminal") command.terminal_kind = reader.one_of("terminal_kind", {"credit", "emoney", "code"});
    command.reference = reader.optional_text("reference", any_reference).value_or("");
    const auto received_on = reader.optional_word("received_on");
    command.excess_to_case = reader.optional_flag("excess_to_case").value_or(false);
    if (auto faults = reader.finish()) return tl::unexpected(*faults);
    command.method = *payment_method_named(method);
    if (received_on) {
        const auto date = LocalDate::parse(*received_on);
        if (!date) return tl::unexpected(refused(date.error()));
        command.received_on = *date;
    }
    command.idempotency_key = key;
    command.request_hash = sha256_hex(std::to_string(application.value()) + parsed->dump());
    return command;
}

http::Response take(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto application = application_id(request);
    if (!application) return application.error();
    const auto command = read_taking(request, *application, *key);
    if (!command) return command.error();
    const auto taken = take_payment(support.context, login->account, *command);
    if (!taken) return refused(taken.error());
    const auto town = support.context.catalog.current();
    const auto& payment = taken->payment;
    const json shown = support.context.database.read([&](persistence::Session& session) {
        return application_json(taken->view, shown_to(session, login->account, taken->view, *town, support.context));
    });
    return http::json_response(
        201, {{"payment_id", id_json(payment.id)},
              {"method", name_of(payment.method)},
              {"amount_yen", taken->applied.amount()},
              {"excess_yen", taken->excess.amount()},
              {"change_yen", payment.given ? json((*payment.given - payment.amount).amount()) : json(nullptr)},
              {"receipt_document_id", taken->receipt ? json(std::to_string(taken->receipt->value())) : json(nullptr)},
              {"application", shown}});
}

http::Response undo(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = path_id<CounterPaymentId>(request, "payment_id", "payment_not_found");
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto reason = reader.text("reason", any_reason);
    if (auto faults = reader.finish()) return *faults;
    return support.answered(undo_payment(support.context, login->account, {*id, reason}), login->account);
}

} // namespace

void add_counter_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "/staff/drawers", list_drawers);
    route(Method::post, "/staff/drawers/{drawer}/shifts", open);
    route(Method::get, "/staff/shifts/{shift_id}", get_shift);
    route(Method::post, "/staff/shifts/{shift_id}/closing", close);
    route(Method::post, "/staff/shifts/{shift_id}/second-look", look);
    route(Method::get, "/finance/shifts", list_shifts);
    route(Method::post, "/staff/counter-payments/{payment_id}/undoing", undo);
    route(Method::post, "/staff/applications/{application_id}/counter-payments", take);
}

} // namespace hiroba::services::api
