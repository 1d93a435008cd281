#include "tests/services/support/approvers.hpp"

#include "persistence/repositories/new_id.hpp"

#include <stdexcept>

namespace hiroba::test {

using namespace hiroba::services;
using namespace hiroba::persistence;

Approvers::Approvers(TownHall& hall)
    : desk(hall.staff()), director(hall.staff(Role::approver)), section_head(hall.staff(Role::approver)),
      general_affairs(hall.staff(Role::approver)), superintendent(hall.staff(Role::approver)), hall_(hall) {
    hold_post(director, "director");
    hold_post(section_head, "section_head");
    hold_post(general_affairs, "general_affairs");
    hold_post(superintendent, "superintendent");
}

void Approvers::hold_post(const Account& who, const std::string& post) {
    hall_.database.transact([&](Session& session) {
        save_post_holder(
            session,
            {.post = PostCode{post}, .account = who.id, .first = date("2026-04-01"), .last = std::nullopt, .name = {}});
    });
}

void Approvers::name_deputy(const std::string& post, const Account& who, std::string_view first,
                            std::string_view last) {
    hall_.database.transact([&](Session& session) {
        insert_deputy(session, {.id = new_id(hall_.clock.now()),
                                .post = PostCode{post},
                                .account = who.id,
                                .first = date(first),
                                .last = date(last),
                                .made_by = desk.id,
                                .made_at = hall_.clock.now(),
                                .name = {}});
    });
}

SeenApplication Approvers::seen(ApplicationId id) { return {id, hall_.application(id).application.version}; }

Result<ApplicationView> Approvers::draft(ApplicationId id, DraftCommand command) {
    command.seen = seen(id);
    return services::draft(hall_.context, desk, command);
}

Result<ApplicationView> Approvers::act(const Account& who, ApplicationId id, ApprovalAct what,
                                       const std::string& words) {
    return act_on_draft(hall_.context, who, {seen(id), what, words});
}

Review Approvers::review(ApplicationId id) {
    return hall_.database.read([&](Session& session) { return newest_review(session, id).value(); });
}

ApplicationView Approvers::decide(ApplicationId id, DraftCommand command) {
    if (const auto drafted = draft(id, std::move(command)); !drafted)
        throw std::logic_error("nothing to draft about: " + drafted.error().code);
    for (const Account* who : {&director, &section_head, &superintendent}) {
        const auto approved = act(*who, id);
        if (!approved) throw std::logic_error("not approved: " + approved.error().code);
        if (!is_open(review(id).state) || review(id).step == 0) return *approved;
    }
    throw std::logic_error("the route does not end");
}

ApplicationView large_hall_applied_for(TownHall& hall, const Account& who, std::int64_t people, std::string_view day) {
    const auto held = hall.hold(who, TownHall::band("large_hall", day, "morning")).value().booking;
    if (!hall.fill_in(who, held.application, people)) throw std::logic_error("no details");
    return hall.submit(who, held.application).value().view;
}

} // namespace hiroba::test
