// The people of Hoshimigawa's approval route, and what each does with an application as it stands.
#pragma once

#include "persistence/repositories/posts.hpp"
#include "services/approval/reviews.hpp"
#include "tests/services/support/town_hall.hpp"

namespace hiroba::test {

class Approvers {
public:
    explicit Approvers(TownHall& hall);

    persistence::Account desk;
    persistence::Account director;
    persistence::Account section_head;
    persistence::Account general_affairs;
    persistence::Account superintendent;

    // The application as it is now, as somebody who looks at it sees it.
    [[nodiscard]] services::SeenApplication seen(ApplicationId id);
    [[nodiscard]] Result<services::ApplicationView> draft(ApplicationId id, services::DraftCommand command = {});
    [[nodiscard]] Result<services::ApplicationView> act(const persistence::Account& who, ApplicationId id,
                                                        services::ApprovalAct what = services::ApprovalAct::approve,
                                                        const std::string& words = {});
    // Drafted by the desk, approved step by step until it is decided.
    [[nodiscard]] services::ApplicationView decide(ApplicationId id, services::DraftCommand command = {});
    [[nodiscard]] persistence::Review review(ApplicationId id); // the newest
    // Somebody to act in the post from one day to another.
    void name_deputy(const std::string& post, const persistence::Account& who, std::string_view first,
                     std::string_view last);

private:
    void hold_post(const persistence::Account& who, const std::string& post);
    TownHall& hall_;
};

// The large hall applied for and under review: 300 people, morning.
[[nodiscard]] services::ApplicationView large_hall_applied_for(TownHall& hall, const persistence::Account& who,
                                                               std::int64_t people = 300,
                                                               std::string_view day = "2027-01-16");

} // namespace hiroba::test
