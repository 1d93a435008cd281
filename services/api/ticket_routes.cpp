#include "domain/core/utf8.hpp"
#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/booking/fee_json.hpp"
#include "services/http/parameters.hpp"
#include "services/tickets/sell_book.hpp"
#include "services/tickets/use_tickets.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr NumberLimits any_amount{1, 1'000'000'000};
constexpr NumberLimits any_tickets{1, 1'000};
constexpr TextLimits any_reason{1, 500};
constexpr TextLimits any_reference{1, 100};
constexpr TextLimits any_name{1, 100};

json date_or_null(const std::optional<LocalDate>& date) { return date ? json(date->iso8601()) : json(nullptr); }

json terms_json(const TicketTerms& terms) {
    auto spaces = json::array();
    for (const SpaceCode& space : terms.spaces)
        spaces.push_back(space.value());
    return {{"covers", name_of(terms.covers)},
            {"minutes", terms.minutes ? json(*terms.minutes) : json(nullptr)},
            {"spaces", std::move(spaces)},
            {"only_for", terms.only_for ? json(name_of(*terms.only_for)) : json(nullptr)},
            {"comes_back", name_of(terms.comes_back)},
            {"refund_percent", terms.refund ? json(terms.refund->percent) : json(nullptr)}};
}

json book_json(const persistence::TicketBook& book) {
    return {{"book_id", id_json(book.id)},
            {"number", book.number.value_or("")},
            {"facility", book.facility.value()},
            {"ticket", book.ticket.value()},
            {"name", text_json(book.name)},
            {"price_class", code_or_null(book.price_class)},
            {"holder", book.holder},
            {"by_name", book.buyer.has_value()},
            {"is_sold", book.is_sold},
            {"price_yen", book.price.amount()},
            {"tickets", book.tickets},
            {"left", book.left},
            {"voided", book.voided},
            {"sold_on", book.sold_on.iso8601()},
            {"valid_until", date_or_null(book.valid_until)}};
}

json use_json(const TicketUseLine& line) {
    json booking = nullptr;
    if (line.booking)
        booking = {{"booking_id", id_json(line.booking->id)},
                   {"application_id", id_json(line.booking->application)},
                   {"number", or_null(line.number)},
                   {"space", line.booking->space.value()},
                   {"date", line.booking->start.date.iso8601()},
                   {"start", line.booking->start.time.hh_mm()},
                   {"end", line.booking->end.time.hh_mm()}};
    const auto& use = line.use;
    return {{"use_id", id_json(use.id)},
            {"book_id", id_json(use.book)},
            {"tickets", use.tickets},
            {"amount_yen", use.amount.amount()},
            {"used_on", use.used_on.iso8601()},
            {"booking", std::move(booking)},
            {"returned_for", use.returned_for ? json(name_of(*use.returned_for)) : json(nullptr)},
            {"returned_at_ms", instant_or_null(use.returned_at)},
            {"return_reason", or_null(use.return_reason)}};
}

json file_json(const BookFile& file) {
    auto uses = json::array();
    for (const TicketUseLine& line : file.uses)
        uses.push_back(use_json(line));
    auto payments = json::array();
    for (const auto& payment : file.payments)
        payments.push_back({{"payment_id", std::to_string(payment.id)},
                            {"method", payment.method},
                            {"amount_yen", payment.amount.amount()},
                            {"received_on", payment.received_on.iso8601()},
                            {"undone", payment.undone}});
    auto refunds = json::array();
    for (const auto& refund : file.refunds)
        refunds.push_back(refund_json(refund));
    return {{"book", book_json(file.book)},
            {"terms", terms_json(file.terms)},
            {"uses", std::move(uses)},
            {"payments", std::move(payments)},
            {"refunds", std::move(refunds)}};
}

http::Response answer(const Result<BookFile>& file, int status = 200) {
    if (!file) return refused(file.error());
    return http::json_response(status, file_json(*file));
}

http::Response list_on_sale(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    auto tickets = json::array();
    for (const TicketOnSale& sale : tickets_on_sale(support.context)) {
        auto methods = json::array();
        for (const PaymentMethod method : sale.methods)
            methods.push_back(name_of(method));
        tickets.push_back({{"facility", sale.facility.value()},
                           {"ticket", sale.ticket.code.value()},
                           {"name", text_json(sale.ticket.name)},
                           {"price_class", code_or_null(sale.price_class)},
                           {"price_yen", sale.price.amount()},
                           {"tickets", sale.ticket.visits},
                           {"valid_until", date_or_null(sale.valid_until)},
                           {"terms", terms_json(sale.ticket.terms)},
                           {"methods", std::move(methods)}});
    }
    return http::json_response(200, {{"tickets", std::move(tickets)}});
}

http::Response search(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto words = http::query_word(request, "q");
    if (!words) return words.error();
    if (count_characters(*words) > any_name.longest)
        return http::problem(400, "invalid_query_parameter", {{"parameter", "q"}});
    auto books = json::array();
    for (const auto& book : search_books(support.context, login->account.id, *words))
        books.push_back(book_json(book));
    return http::json_response(200, {{"books", std::move(books)}});
}

http::Response show(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = path_id<ApplicationId>(request, "book_id", "book_not_found");
    if (!id) return id.error();
    return answer(show_book(support.context, login->account.id, *id));
}

Answered<SellBookCommand> read_sale(const http::Request& request, const std::string& key) {
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return tl::unexpected(parsed.error());
    BodyReader reader(*parsed);
    SellBookCommand command;
    command.facility = FacilityCode{reader.word("facility")};
    command.ticket = TicketCode{reader.word("ticket")};
    if (const auto code = reader.optional_word("price_class")) command.price_class = PriceClassCode{*code};
    const bool by_account = reader.has("account_id");
    const auto account = by_account ? reader.word("account_id") : std::string{};
    if (!by_account) command.buyer = reader.text("buyer", any_name);
    auto& payment = command.payment;
    const auto method = reader.one_of("method", {"cash", "terminal", "bank_transfer", "payment_notice"});
    if (const auto given = reader.optional_number("given_yen", any_amount)) payment.given = Yen{*given};
    if (method == "terminal") payment.terminal_kind = reader.one_of("terminal_kind", {"credit", "emoney", "code"});
    payment.reference = reader.optional_text("reference", any_reference).value_or("");
    const auto received_on = reader.optional_word("received_on");
    if (auto faults = reader.finish()) return tl::unexpected(*faults);
    payment.method = *payment_method_named(method);
    if (received_on) {
        const auto date = LocalDate::parse(*received_on);
        if (!date) return tl::unexpected(refused(date.error()));
        payment.received_on = *date;
    }
    if (by_account) {
        const auto id = http::parse_integer(account);
        if (!id) return tl::unexpected(refused(Refusal{"account_not_found"}));
        command.account = AccountId{*id};
    }
    command.idempotency_key = key;
    command.request_hash = sha256_hex(parsed->dump());
    return command;
}

http::Response sell(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto command = read_sale(request, *key);
    if (!command) return command.error();
    const auto sold = sell_book(support.context, login->account, *command);
    if (!sold) return refused(sold.error());
    const auto& payment = sold->payment.payment;
    const auto& receipt = sold->payment.receipt;
    return http::json_response(
        201, {{"file", file_json(sold->file)},
              {"payment_id", id_json(payment.id)},
              {"change_yen", payment.given ? json((*payment.given - payment.amount).amount()) : json(nullptr)},
              {"receipt_document_id", receipt ? json(std::to_string(receipt->value())) : json(nullptr)}});
}

http::Response visit(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto id = path_id<ApplicationId>(request, "book_id", "book_not_found");
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto tickets = reader.number("tickets", any_tickets);
    if (auto faults = reader.finish()) return *faults;
    return answer(use_for_visit(support.context, login->account.id,
                                {*id, tickets, *key, sha256_hex(id_json(*id) + parsed->dump())}),
                  201);
}

http::Response refund(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = path_id<ApplicationId>(request, "book_id", "book_not_found");
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto reason = reader.text("reason", any_reason);
    if (auto faults = reader.finish()) return *faults;
    return answer(refund_book(support.context, login->account.id, {*id, reason}), 201);
}

http::Response undo_use(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = path_id<TicketUseId>(request, "use_id", "use_not_found");
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto reason = reader.text("reason", any_reason);
    if (auto faults = reader.finish()) return *faults;
    return answer(take_tickets_back(support.context, login->account.id, {*id, reason}));
}

http::Response list_own(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    auto files = json::array();
    for (const BookFile& file : own_books(support.context, login->account.id))
        files.push_back(file_json(file));
    return http::json_response(200, {{"books", std::move(files)}});
}

http::Response list_of_application(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto tickets = tickets_of_application(support.context, viewer_of(login->account), *id);
    if (!tickets) return refused(tickets.error());
    auto uses = json::array();
    for (const TicketUseLine& line : tickets->uses)
        uses.push_back(use_json(line));
    auto offers = json::array();
    for (const TicketOffer& offer : tickets->offers)
        offers.push_back({{"booking_id", id_json(offer.booking)},
                          {"book", book_json(offer.book)},
                          {"needed", offer.needed},
                          {"amount_yen", offer.amount.amount()},
                          {"refusal", offer.refusal ? json(offer.refusal->code) : json(nullptr)}});
    auto paying = json::array();
    for (const auto& [booking, of_use] : tickets->paying)
        if (of_use.count > 0)
            paying.push_back(
                {{"booking_id", id_json(booking)}, {"tickets", of_use.count}, {"come_back", of_use.come_back}});
    return http::json_response(
        200, {{"uses", std::move(uses)}, {"paying", std::move(paying)}, {"offers", std::move(offers)}});
}

http::Response use(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto application = application_id(request);
    if (!application) return application.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto booking = reader.word("booking_id");
    const auto book = reader.word("book_id");
    const auto tickets = reader.optional_number("tickets", any_tickets);
    if (auto faults = reader.finish()) return *faults;
    const auto booking_id = http::parse_integer(booking);
    if (!booking_id) return refused(Refusal{"booking_not_found"});
    const auto book_id = http::parse_integer(book);
    if (!book_id) return refused(Refusal{"book_not_found"});
    return support.answered(use_tickets(support.context, login->account,
                                        {*application, BookingId{*booking_id}, ApplicationId{*book_id}, tickets, *key,
                                         sha256_hex(id_json(*application) + parsed->dump())}),
                            login->account, 201);
}

} // namespace

void add_ticket_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "/ticket-books", list_own);
    route(Method::get, "/applications/{application_id}/tickets", list_of_application);
    route(Method::post, "/applications/{application_id}/ticket-uses", use);
    route(Method::get, "/staff/tickets", list_on_sale);
    route(Method::get, "/staff/ticket-books", search);
    route(Method::post, "/staff/ticket-books", sell);
    route(Method::get, "/staff/ticket-books/{book_id}", show);
    route(Method::post, "/staff/ticket-books/{book_id}/visits", visit);
    route(Method::post, "/staff/ticket-books/{book_id}/refunds", refund);
    route(Method::post, "/staff/ticket-uses/{use_id}/undoing", undo_use);
}

} // namespace hiroba::services::api
