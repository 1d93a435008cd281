// Somebody who does things in an office, one after the other, as rapidcheck chooses: residents at their telephones,
// staff at the desk, and the jobs that run beside them. Whatever is acknowledged goes into the receipts.
#pragma once

#include "persistence/engine/errors.hpp"
#include "tests/random/support/world.hpp"

#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace hiroba::test {

enum class Part { resident, desk, jobs };

class Actor {
public:
    Actor(World& world, Office& office, Part part, Draw draw)
        : world_(world), office_(office), context_(office.context), receipts_(world.receipts), part_(part),
          draw_(std::move(draw)) {}

    // So many deeds, or fewer when the run fails or its time is over.
    void act(int deeds, std::chrono::steady_clock::time_point until);

private:
    struct Deed {
        int weight;
        const char* name;
        void (Actor::*act)();
    };
    static std::vector<Deed> deeds_of(Part part);

    // Residents.
    void hold();
    void go_on();
    void hold_again();
    void fill_in();
    void submit();
    void start_payment();
    void visit_payment_page();
    void cancel();
    void change();
    void extend();
    void join_waiting_list();
    void leave_waiting_list();
    void ask_reduction();
    void look_at_own();
    // Staff.
    void book_on_behalf();
    void decide();
    void decide_reduction();
    void cancel_at_the_desk();
    void change_at_the_desk();
    void revoke();
    void reinstate();
    void close();
    void revoke_for_closure();
    void lift_closure();
    void record_attendance();
    void suspend();
    void lift_suspension();
    void look_at_lists();
    void audit();
    // Jobs.
    void work_on_payments();
    void apply_messages();
    void expire();
    void end_past_uses();
    void serve_waiting_list();
    void work_on_closures();
    void spoil_the_line();

    void let_time_pass();

    [[nodiscard]] const persistence::Account& anybody() { return draw_.one_of(world_.residents); }
    [[nodiscard]] const persistence::Account& clerk() { return draw_.one_of(world_.staff); }
    [[nodiscard]] const persistence::Account& account(AccountId id) const;
    [[nodiscard]] LocalDate today() const { return to_town_time(office_.clock.now()).date; }
    [[nodiscard]] UseRequest wish();
    [[nodiscard]] std::vector<UseRequest> wishes();
    [[nodiscard]] persistence::ApplicationDetails details();
    [[nodiscard]] std::optional<ReductionCode> reduction(); // any of the town's
    // What it began itself more often than what others did.
    [[nodiscard]] std::optional<KnownApplication> application();
    void cancel_as(const services::Viewer& viewer, const KnownApplication& known);
    void change_as(const services::Viewer& viewer, const KnownBooking& known);
    void explain_revocations(const services::ClosureReport& report);

    // Asks until there is an answer: an office whose database is gone comes back, and an outcome that is unknown is
    // asked for again. Nothing when the database was too busy. Everything else that is thrown is a fault.
    template <class Work>
    auto ask(Work&& work) -> std::optional<std::invoke_result_t<Work&>>;
    void wait_a_moment() const { std::this_thread::sleep_for(std::chrono::milliseconds{20}); }
    [[nodiscard]] bool may_have_happened(bool done) const { return done || doubtful_; }

    World& world_;
    Office& office_;
    const services::Context& context_;
    Receipts& receipts_;
    Part part_;
    Draw draw_;
    std::string deed_;
    std::optional<ApplicationId> own_; // what it began last
    bool doubtful_ = false;            // the last question was asked more than once, or has no answer
};

template <class Work>
auto Actor::ask(Work&& work) -> std::optional<std::invoke_result_t<Work&>> {
    using Answer = std::invoke_result_t<Work&>;
    doubtful_ = false;
    while (!world_.failed()) {
        try {
            std::optional<Answer> answer(work());
            if constexpr (requires { answer->error().code; })
                world_.count(deed_, *answer ? "" : answer->error().code);
            else if constexpr (std::is_arithmetic_v<Answer>)
                world_.count(deed_, *answer != Answer{} ? "" : "(nothing)");
            return answer;
        } catch (const persistence::DatabaseBusy&) {
            doubtful_ = true; // of several transactions the first may be done
            world_.count(deed_, "(busy)");
            return std::nullopt;
        } catch (const persistence::CommitUnknown&) {
            doubtful_ = true;
            world_.count(deed_, "(unknown)");
        } catch (const persistence::DatabaseGone&) {
            doubtful_ = true;
            world_.count(deed_, "(gone)");
        }
        wait_a_moment();
    }
    return std::nullopt;
}

} // namespace hiroba::test
