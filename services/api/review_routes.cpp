#include "services/api/body_reader.hpp"
#include "services/api/review_archive.hpp"
#include "services/api/route_support.hpp"
#include "services/api/use_reader.hpp"
#include "services/approval/reviews.hpp"
#include "services/approval/viewers.hpp"
#include "services/board/look_log.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int reviews_listed = 200;
constexpr TextLimits words_limits{1, longest_words};

http::Response list_reviews(const RouteSupport& support, const http::Request& request) {
    const auto login = support.reviewer(request);
    if (!login) return login.error();
    const auto town = support.context.catalog.current();
    auto reviews = json::array();
    for (const ReviewView& view : worklist(support.context, login->account, reviews_listed))
        reviews.push_back(
            review_json(view, {*town, support.context.gateways, support.context.clock.now(), view.holder}));
    return http::json_response(200, {{"reviews", std::move(reviews)}});
}

Answered<ReviewMatter> query_matter(const http::Request& request) {
    const auto given = request.query_parameters.find("matter");
    if (given == request.query_parameters.end()) return ReviewMatter::permit;
    const auto matter = review_matter_named(given->second);
    if (!matter) return tl::unexpected(http::problem(400, "invalid_query_parameter", {{"parameter", "matter"}}));
    return *matter;
}

ReviewMatter read_matter(BodyReader& reader) {
    const auto name = reader.optional_one_of("matter", {"permit", "revocation", "reduction", "change"});
    return name ? review_matter_named(*name).value_or(ReviewMatter::permit) : ReviewMatter::permit;
}

http::Response file_response(const RouteSupport& support, const persistence::Account& account, ApplicationId id,
                             ReviewMatter matter) {
    const auto file = review_file(support.context, account, id, matter);
    if (!file) return refused(file.error());
    const auto town = support.context.catalog.current();
    return http::json_response(
        200, review_file_json(*file, {*town, support.context.gateways, support.context.clock.now(), file->holder}));
}

http::Response get_file(const RouteSupport& support, const http::Request& request) {
    const auto login = support.reviewer(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto matter = query_matter(request);
    if (!matter) return matter.error();
    return file_response(support, login->account, *id, *matter);
}

http::Response export_file(const RouteSupport& support, const http::Request& request) {
    const auto login = support.reviewer(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto matter = query_matter(request);
    if (!matter) return matter.error();
    const auto file = review_file(support.context, login->account, *id, *matter);
    if (!file) return refused(file.error());
    const auto viewer = viewer_of_application(support.context, login->account, *id);
    if (!viewer) return refused(viewer.error());
    auto papers = papers_for_file(support.context, *support.press, *viewer, *id);
    if (!papers) return refused(papers.error());
    auto attachments = attachments_for_file(support.context, *viewer, *id);
    if (!attachments) return refused(attachments.error());
    log_look(support.context, login->account.id, "review_export", std::to_string(id->value()));
    const auto town = support.context.catalog.current();
    const Shown shown{*town, support.context.gateways, support.context.clock.now(), file->holder};
    http::Response response{
        200,
        review_archive(*file, shown, login->account.display_name, {std::move(*papers), std::move(*attachments)}),
        {}};
    http::set_header(response, "Content-Type", "application/zip");
    http::set_header(response, "Content-Disposition",
                     "attachment; filename=\"review-" + std::to_string(id->value()) + ".zip\"");
    return response;
}

// Reads the body with `read`, which gives a command from reader and application (and says of which matter it is); `act`
// does it; the file is the answer.
template <class Read, class Act>
http::Response changed(const RouteSupport& support, const http::Request& request,
                       const Answered<persistence::LoginSession>& login, const Read& read, const Act& act) {
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    SeenApplication seen{*id, reader.number("version", any_version)};
    const auto command = read(reader, seen);
    if (auto faults = reader.finish()) return *faults;
    const auto done = act(support.context, login->account, command);
    if (!done) return refused(done.error());
    return file_response(support, login->account, *id, seen.matter);
}

DraftCommand read_draft(BodyReader& reader, const SeenApplication& seen) {
    constexpr CountLimits conditions{0, most_conditions};
    DraftCommand command;
    command.seen = seen;
    command.proposal = reader.one_of("proposal", {"permit", "refuse"}) == "refuse" ? persistence::Proposal::refuse
                                                                                   : persistence::Proposal::permit;
    if (reader.has("booking_ids")) command.only = read_booking_ids(reader, {1, 400});
    if (reader.has("standard_conditions"))
        command.standard_conditions = reader.words("standard_conditions", conditions);
    if (reader.has("own_conditions"))
        for (auto& words : reader.objects("own_conditions", conditions)) {
            command.own_conditions.push_back(words.text("text", {1, longest_condition}));
            words.close();
        }
    command.reason = reader.optional_text("reason", {1, longest_reason}).value_or("");
    command.words = reader.optional_text("words", words_limits).value_or("");
    return command;
}

http::Response draft_route(const RouteSupport& support, const http::Request& request) {
    return changed(support, request, support.desk_may_change(request), read_draft, draft);
}

ChangeDraft read_change_draft(BodyReader& reader, SeenApplication& seen) {
    seen.matter = ReviewMatter::change;
    ChangeDraft command;
    command.application = seen.application;
    command.version = seen.version;
    command.is_granted = reader.one_of("proposal", {"grant", "refuse"}) == "grant";
    command.reason = reader.optional_text("reason", {1, longest_reason}).value_or("");
    command.words = reader.optional_text("words", words_limits).value_or("");
    return command;
}

http::Response change_draft_route(const RouteSupport& support, const http::Request& request) {
    return changed(support, request, support.desk_may_change(request), read_change_draft, draft_change);
}

http::Response change_decision_route(const RouteSupport& support, const http::Request& request) {
    return changed(
        support, request, support.desk_may_change(request),
        [](BodyReader& reader, SeenApplication& seen) {
            seen.matter = ReviewMatter::change;
            ChangeDecision decision;
            decision.application = seen.application;
            decision.version = seen.version;
            decision.is_granted = reader.flag("granted");
            decision.reason = reader.optional_text("reason", {1, longest_reason}).value_or("");
            return decision;
        },
        decide_asked_change);
}

http::Response take_back_route(const RouteSupport& support, const http::Request& request) {
    return changed(
        support, request, support.desk_may_change(request),
        [](BodyReader& reader, SeenApplication& seen) {
            seen.matter = read_matter(reader);
            return seen;
        },
        take_back_draft);
}

ApprovalCommand read_approval(BodyReader& reader, SeenApplication& seen) {
    seen.matter = read_matter(reader);
    const auto act = reader.one_of("act", {"approve", "return", "reject"});
    ApprovalCommand command;
    command.seen = seen;
    command.act = act == "return"   ? ApprovalAct::send_back
                  : act == "reject" ? ApprovalAct::reject
                                    : ApprovalAct::approve;
    command.words = reader.optional_text("words", words_limits).value_or("");
    return command;
}

http::Response approval_route(const RouteSupport& support, const http::Request& request) {
    return changed(support, request, support.reviewer_may_change(request), read_approval, act_on_draft);
}

struct PostCommand {
    SeenApplication seen;
    PostCode post;
};
PostCommand read_post(BodyReader& reader, SeenApplication& seen) {
    seen.matter = read_matter(reader);
    return {seen, PostCode{reader.word("post")}};
}

http::Response consultation_route(const RouteSupport& support, const http::Request& request) {
    return changed(support, request, support.reviewer_may_change(request), read_post,
                   [](const Context& context, const persistence::Account& account, const PostCommand& command) {
                       return ask_opinion(context, account, command.seen, command.post);
                   });
}

http::Response acknowledgement_route(const RouteSupport& support, const http::Request& request) {
    return changed(support, request, support.reviewer_may_change(request), read_post,
                   [](const Context& context, const persistence::Account& account, const PostCommand& command) {
                       return acknowledge_deputy(context, account, command.seen, command.post);
                   });
}

http::Response opinion_route(const RouteSupport& support, const http::Request& request) {
    return changed(
        support, request, support.reviewer_may_change(request),
        [](BodyReader& reader, SeenApplication& seen) {
            seen.matter = read_matter(reader);
            OpinionCommand command;
            command.seen = seen;
            command.post = PostCode{reader.word("post")};
            command.opinion = reader.one_of("opinion", {"agree", "object"}) == "object" ? persistence::Opinion::object
                                                                                        : persistence::Opinion::agree;
            command.words = reader.optional_text("words", words_limits).value_or("");
            return command;
        },
        give_opinion);
}

http::Response outside_route(const RouteSupport& support, const http::Request& request) {
    return changed(
        support, request, support.desk_may_change(request),
        [](BodyReader& reader, const SeenApplication& seen) {
            constexpr TextLimits number{1, 100};
            OutsideDecisionCommand command{read_draft(reader, seen), {}};
            command.outside_number = reader.text("outside_number", number);
            return command;
        },
        record_outside_decision);
}

http::Response list_posts(const RouteSupport& support, const http::Request& request) {
    const auto login = support.reviewer(request);
    if (!login) return login.error();
    auto posts = json::array();
    for (const PostInTown& post : posts_of_town(support.context, login->account))
        posts.push_back(post_json(post));
    auto staff = json::array();
    for (const auto& account : possible_deputies(support.context))
        staff.push_back({{"account_id", id_json(account.id)}, {"name", account.display_name}});
    return http::json_response(200, {{"posts", std::move(posts)}, {"staff", std::move(staff)}});
}

http::Response name_deputy_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.reviewer_may_change(request);
    if (!login) return login.error();
    const auto post = request.path_parameters.find("post");
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto account = reader.word("account_id");
    const auto first_day = reader.word("first");
    const auto last_day = reader.word("last");
    if (auto faults = reader.finish()) return *faults;
    const auto first = LocalDate::parse(first_day);
    if (!first) return refused(first.error());
    const auto last = LocalDate::parse(last_day);
    if (!last) return refused(last.error());
    const auto named = name_deputy(support.context, login->account,
                                   {.post = PostCode{post == request.path_parameters.end() ? "" : post->second},
                                    .account = AccountId{http::parse_integer(account).value_or(0)},
                                    .first = *first,
                                    .last = *last});
    if (!named) return refused(named.error());
    return http::json_response(201, deputy_json(*named));
}

http::Response end_deputy_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.reviewer_may_change(request);
    if (!login) return login.error();
    const auto id = http::path_integer(request, "deputy_id");
    if (!id) return refused(Refusal{"deputy_not_found"});
    const auto ended = end_deputy(support.context, login->account, *id);
    if (!ended) return refused(ended.error());
    return http::json_response(200, deputy_json(*ended));
}

} // namespace

void add_review_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1/staff" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    const std::string one = "/applications/{application_id}";
    route(Method::get, "/reviews", list_reviews);
    route(Method::get, one + "/review", get_file);
    route(Method::get, one + "/review.zip", export_file);
    route(Method::post, one + "/draft", draft_route);
    route(Method::post, one + "/change-draft", change_draft_route);
    route(Method::post, one + "/change-decision", change_decision_route);
    route(Method::post, one + "/draft-withdrawal", take_back_route);
    route(Method::post, one + "/approval", approval_route);
    route(Method::post, one + "/consultation", consultation_route);
    route(Method::post, one + "/opinion", opinion_route);
    route(Method::post, one + "/acknowledgement", acknowledgement_route);
    route(Method::post, one + "/outside-decision", outside_route);
    route(Method::get, "/posts", list_posts);
    route(Method::post, "/posts/{post}/deputies", name_deputy_route);
    route(Method::post, "/deputies/{deputy_id}/ending", end_deputy_route);
}

} // namespace hiroba::services::api
