#include "domain/attachments/file_name.hpp"
#include "services/api/api.hpp"
#include "services/api/route_support.hpp"
#include "services/approval/viewers.hpp"
#include "services/attachments/attachments.hpp"

#include <algorithm>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr std::string_view applications = "/api/v1/applications/";
constexpr std::string_view attachments = "/attachments";

Answered<AttachmentId> attachment_id(const http::Request& request) {
    return path_id<AttachmentId>(request, "attachment_id", "attachment_not_found");
}

json attachment_json(const persistence::Attachment& attachment) {
    return {{"attachment_id", id_json(attachment.id)},
            {"name", attachment.shown_name},
            {"kind", name_of(attachment.kind)},
            {"bytes", attachment.bytes},
            {"added_at_ms", attachment.added_at.epoch_ms()}};
}

http::Response add(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    if (auto unknown = refuse_unknown_parameters(request, {"name"})) return *unknown;
    const auto name = http::query_word(request, "name");
    if (!name) return name.error();
    if (!request.received) return refused(Refusal{"attachment_empty"});
    const auto added =
        add_attachment(support.context, viewer_of(login->account), {*id, *name, *key}, *request.received);
    if (!added) return refused(added.error());
    return http::json_response(201, attachment_json(*added));
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_reviewer(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto viewer = viewer_of_application(support.context, login->account, *id);
    if (!viewer) return refused(viewer.error());
    const auto found = list_attachments(support.context, *viewer, *id);
    if (!found) return refused(found.error());
    const bool only_looks = login->account.role == Role::approver;
    auto listed = json::array();
    for (const auto& attachment : found->attachments)
        listed.push_back(attachment_json(attachment));
    const auto town = support.context.catalog.current();
    const AttachmentRules& rules = town->town.attachments;
    return http::json_response(200, {{"attachments", std::move(listed)},
                                     {"may_add", found->may_add && !only_looks},
                                     {"may_remove", found->may_remove && !only_looks},
                                     {"most_bytes", rules.most_bytes},
                                     {"most_files", rules.most_files},
                                     {"kept_days", rules.kept_days}});
}

// RFC 6266, with a name for readers that know no other letters than ASCII's.
std::string disposition(const persistence::Attachment& attachment) {
    const auto name = download_name(attachment.shown_name, attachment.kind);
    return "attachment; filename=\"attachment" + std::string{extension_of(attachment.kind)} + "\"; filename*=UTF-8''" +
           http::percent_encode(name);
}

http::Response download(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_reviewer(request);
    if (!login) return login.error();
    const auto application = application_id(request);
    if (!application) return application.error();
    const auto id = attachment_id(request);
    if (!id) return id.error();
    const auto viewer = viewer_of_application(support.context, login->account, *application);
    if (!viewer) return refused(viewer.error());
    auto opened = open_attachment(support.context, *viewer, *application, *id);
    if (!opened) return refused(opened.error());
    const auto& attachment = opened->attachment;
    return {200,
            "",
            {{"Content-Type", std::string{media_type_of(attachment.kind)}},
             {"Content-Disposition", disposition(attachment)},
             {"Content-Security-Policy", "sandbox; default-src 'none'"},
             {"Accept-Ranges", "none"}},
            std::move(opened->file)};
}

http::Response remove(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto application = application_id(request);
    if (!application) return application.error();
    const auto id = attachment_id(request);
    if (!id) return id.error();
    const auto removed = remove_attachment(support.context, viewer_of(login->account), *application, *id);
    if (!removed) return refused(removed.error());
    return {204, "", {}};
}

bool are_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

bool is_upload(http::Method method, std::string_view path) {
    if (method != http::Method::post || !path.starts_with(applications) || !path.ends_with(attachments)) return false;
    if (path.size() < applications.size() + attachments.size()) return false;
    return are_digits(path.substr(applications.size(), path.size() - applications.size() - attachments.size()));
}

void add_attachment_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1/applications/{application_id}/attachments" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "", list);
    route(Method::post, "", add);
    route(Method::get, "/{attachment_id}", download);
    route(Method::del, "/{attachment_id}", remove);
}

} // namespace hiroba::services::api
