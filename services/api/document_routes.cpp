#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/approval/viewers.hpp"
#include "services/issuing/day_sheet.hpp"
#include "services/issuing/issue.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr std::string_view pdf_ending = ".pdf";

Answered<DocumentId> document_id(const http::Request& request) {
    return path_id<DocumentId>(request, "document_id", "document_not_found");
}

// "123.pdf"
Answered<DocumentId> document_file(const http::Request& request) {
    const std::string& name = request.path_parameters.at("document_pdf");
    const auto id = name.ends_with(pdf_ending)
                        ? http::parse_integer(std::string_view{name}.substr(0, name.size() - pdf_ending.size()))
                        : std::nullopt;
    if (!id) return tl::unexpected(refused(Refusal{"document_not_found"}));
    return DocumentId{*id};
}

json subject_json(std::int64_t subject) { return subject == 0 ? json(nullptr) : json(std::to_string(subject)); }

json mark_json(const ReceiptMark& mark) {
    return {{"kind", std::string{name_of(mark.kind)}}, {"yen", mark.amount.amount()}, {"on", mark.on.iso8601()}};
}

json document_json(const Issued& issued) {
    const auto& document = issued.document;
    auto marks = json::array();
    for (const ReceiptMark& mark : issued.marks)
        marks.push_back(mark_json(mark));
    return {{"document_id", std::to_string(document.id.value())},
            {"kind", std::string{name_of(document.kind)}},
            {"number", or_null(document.number)},
            {"subject_id", subject_json(document.subject)},
            {"issued_at_ms", document.issued_at.epoch_ms()},
            {"reissues", document.reissues},
            {"money", std::move(marks)}};
}

// A file with a name that says what it is, for whatever reader the person has. Nothing on the way keeps it.
http::Response pdf_response(std::string pdf, const std::string& file_name) {
    http::Response response{200, std::move(pdf), {}};
    http::set_header(response, "Content-Type", "application/pdf");
    http::set_header(response, "Content-Disposition", "attachment; filename=\"" + file_name + "\"");
    http::set_header(response, "Cache-Control", "no-store");
    return response;
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_reviewer(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto viewer = viewer_of_application(support.context, login->account, *id);
    if (!viewer) return refused(viewer.error());
    const auto found = list_documents(support.context, *viewer, *id);
    if (!found) return refused(found.error());
    auto documents = json::array();
    for (const auto& document : found->issued)
        documents.push_back(document_json(document));
    auto issuable = json::array();
    for (const Paper& paper : found->issuable)
        issuable.push_back({{"kind", std::string{name_of(paper.kind)}}, {"subject_id", subject_json(paper.subject)}});
    return http::json_response(200, {{"documents", std::move(documents)}, {"issuable", std::move(issuable)}});
}

http::Response issue(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const std::string kind_name = reader.word("kind");
    const auto subject = reader.optional_word("subject_id");
    if (auto faults = reader.finish()) return *faults;
    const auto kind = document_kind_named(kind_name);
    const auto subject_id = subject ? http::parse_integer(*subject) : std::optional<std::int64_t>{0};
    if (!kind || !subject_id) return refused(Refusal{"not_issuable", {{"kind", kind_name}}});
    const auto issued = issue_document(support.context, viewer_of(login->account), *id, {*kind, *subject_id});
    if (!issued) return refused(issued.error());
    return http::json_response(issued->is_new ? 201 : 200, document_json(*issued));
}

http::Response reissue(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = document_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const std::string reason = reader.text("reason", {1, longest_reissue_reason});
    if (auto faults = reader.finish()) return *faults;
    const auto document = reissue_document(support.context, login->account.id, *id, reason);
    return document ? http::json_response(200, document_json(*document)) : refused(document.error());
}

http::Response print(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_reviewer(request);
    if (!login) return login.error();
    const auto id = document_file(request);
    if (!id) return id.error();
    const auto viewer = viewer_of_document(support.context, login->account, *id);
    if (!viewer) return refused(viewer.error());
    auto printed = print_document(support.context, *support.press, *viewer, *id);
    if (!printed) return refused(printed.error());
    return pdf_response(std::move(printed->pdf), printed->file_name);
}

http::Response day_sheet(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto date = query_date(request, "date");
    if (!date) return date.error();
    const FacilityCode facility{request.path_parameters.at("facility")};
    auto pdf = print_day_sheet(support.context, *support.press, login->account, facility, *date);
    if (!pdf) return refused(pdf.error());
    return pdf_response(std::move(*pdf), "day-sheet-" + facility.value() + "-" + date->iso8601() + ".pdf");
}

} // namespace

void add_document_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "/applications/{application_id}/documents", list);
    route(Method::post, "/applications/{application_id}/documents", issue);
    route(Method::get, "/documents/{document_pdf}", print);
    route(Method::post, "/staff/documents/{document_id}/reissue", reissue);
    route(Method::get, "/staff/facilities/{facility}/day-sheet.pdf", day_sheet);
}

} // namespace hiroba::services::api
