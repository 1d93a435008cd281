// One schedule from begin to end: residents, staff, payers, banks, the jobs, the clock and whatever goes wrong, one
// after the other, in an order that only the seed decides. The same seed is the same schedule, step by step.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/payment/refunding.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/random/support/draw.hpp"
#include "tests/simulation/support/counter.hpp"
#include "tests/simulation/support/model.hpp"
#include "tests/simulation/support/program.hpp"
#include "tests/simulation/support/provider.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::test {

// The first morning of every schedule.
[[nodiscard]] Instant first_morning();

// Who takes part, in every schedule the same.
struct People {
    std::vector<persistence::Account> residents;
    std::vector<persistence::Account> staff;
};
// Writes them, and Hanasato (whose hall takes cards, codes, money at convenience stores and at two drawers of its
// counter) into an empty database with the schema.
[[nodiscard]] People set_up_hanasato(persistence::Database& database);

// What the schedules of a run were made of.
struct Tally {
    std::map<std::string, std::map<std::string, int>> deeds; // with what outcome
    std::map<std::pair<Blow, Point>, int> blows;
    void add(const Tally& other);
    [[nodiscard]] int of(const std::string& deed, const std::string& outcome = "") const;
    [[nodiscard]] std::string told() const;
};

class Simulation {
public:
    struct Options {
        std::uint64_t seed = 0;
        int deeds = 100;
        Steps steps{};
        std::vector<std::string> often{}; // deeds that happen more than they usually do
    };
    // `open` opens the database anew, as a process that starts does.
    using Open = std::function<std::unique_ptr<persistence::Database>()>;
    Simulation(Open open, const People& people, Options options);

    // Everything that contradicts the model; empty when all is well.
    [[nodiscard]] Contradictions run();
    // The same of one plain story, in which nothing else goes wrong: somebody books, pays by that method, gives it back
    // in good time, and has all the money again; the blow falls at the so-many-th point of it. Who gets no answer asks
    // again.
    [[nodiscard]] Contradictions run_plain_story(PaymentMethod method, Blow blow, int point);
    // The same at the counter: a drawer is opened, somebody pays a part in cash and the rest by the terminal, changes
    // the use to a dearer one, pays the difference, changes it to a cheaper one, and is handed back what is too much;
    // the drawer is short, and closed.
    [[nodiscard]] Contradictions run_story_at_the_counter(Blow blow, int point);
    [[nodiscard]] bool has_struck() const { return !fate_.tally().empty(); }
    [[nodiscard]] std::int64_t money_at_providers() const { return card_.money() + qr_.money(); }
    [[nodiscard]] const std::vector<std::string>& trace() const { return trace_; } // what happened, in order
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    struct Deed {
        int weight;
        const char* name;
        void (Simulation::*act)();
    };
    static const std::vector<Deed>& deeds();

    // A request that its sender may send again, under the same key.
    struct Change {
        BookingId booking;
        Use to;
        std::optional<AccountId> by_staff{};
    };
    struct Request {
        std::size_t who = 0;
        std::string key;
        std::vector<UseRequest> uses; // of a hold; else it is about
        ApplicationId application{};  // whose payment begins, or
        PaymentMethod method = PaymentMethod::card;
        std::optional<Change> change{}; // one of whose uses becomes another
    };
    struct Known {
        ApplicationId id;
        std::size_t who = 0;
    };

    // Residents and payers.
    void book();
    void send_again();
    void begin_payment();
    void begin_payment_of(const Known& known);
    void visit_page();
    void cancel();
    void change();
    void withdraw();
    void look();
    // Convenience stores.
    void go_to_a_store();
    void let_a_store_report();
    // The counter.
    void open_a_drawer();
    void pay_at_the_counter();
    void undo_at_the_counter();
    void hand_out_a_refund();
    void miscount();
    void close_a_drawer();
    // Staff.
    void revoke();
    void approve();
    void work_on_failed_refund();
    void settle_a_case();
    // Banks.
    void let_bank_decide();
    void dispute();
    // The jobs.
    void work();
    void expire();
    void catch_up();
    // Messages and time.
    void deliver();
    void lose_message();
    void forge();
    void let_time_pass();
    void come_to_the_end_of_a_page();
    // What goes wrong.
    void make_trouble();
    void fall_silent();
    void strike();

    void send(const Request& request);
    void send_hold(const Request& request);
    void send_change(const Request& request, const Change& change);
    [[nodiscard]] Use another_use(const Use& use);
    void change_booking(BookingId booking, const Known& known);
    void pay_later(const Known& known);
    void open_drawer(std::size_t drawer, const persistence::Account& clerk, std::int64_t from_the_safe);
    void close_drawer(std::size_t drawer, const persistence::Account& by);
    void take(const persistence::Account& clerk, ApplicationId application, PaymentMethod method, std::int64_t amount);
    // Whether no provider gives it back, and it can be paid now; false when the program does not let it be paid in
    // cash.
    [[nodiscard]] static bool is_paid_by_hand(const services::RefundFile& file);
    bool hand_out(const persistence::Account& clerk, const services::RefundFile& file);
    void pay_by_hand(const persistence::Account& clerk, const services::RefundFile& file);
    void undo(const persistence::Account& clerk, std::size_t taken);
    [[nodiscard]] std::int64_t owed(ApplicationId application);
    [[nodiscard]] const persistence::Account& holder_of(std::size_t drawer) const;
    [[nodiscard]] std::vector<std::size_t> open_drawers() const;
    void collect_what_is_owed();
    void work_in_turn();
    [[nodiscard]] Contradictions judged();
    void keep(const services::ApplicationView& view, std::size_t who);
    void deliver(SimulatedProvider& provider, std::size_t message);
    void begin_process();
    void work_off();
    void let_staff_do_all();
    void let_all_do_their_part();
    void settle();
    [[nodiscard]] bool is_settled();

    // Asks the process; nothing when it was killed, or lost its database, before it answered.
    template <class Work>
    auto ask(Work&& work) -> std::optional<std::invoke_result_t<Work&, const services::Context&>>;
    // Who handles cash asks until there is an answer: it lies on the desk.
    template <class Work>
    auto insist(Work&& work) -> std::invoke_result_t<Work&, const services::Context&>;
    void note(const std::string& outcome);
    [[nodiscard]] SimulatedProvider& provider() { return draw_.in_hundred(60) ? card_ : qr_; }
    [[nodiscard]] std::size_t anybody() { return static_cast<std::size_t>(draw_.between(0, most(people_.residents))); }
    [[nodiscard]] const persistence::Account& clerk() { return draw_.one_of(people_.staff); }
    template <class T>
    [[nodiscard]] static int most(const std::vector<T>& all) {
        return static_cast<int>(all.size()) - 1;
    }
    template <class T>
    [[nodiscard]] std::optional<std::size_t> recent(const std::vector<T>& all) {
        constexpr int recent_ones = 6;
        if (all.empty()) return std::nullopt;
        return static_cast<std::size_t>(draw_.between(std::max(0, most(all) - recent_ones), most(all)));
    }
    [[nodiscard]] LocalDate today() const { return to_town_time(clock_.now()).date; }
    [[nodiscard]] std::string fresh_key() { return "key-" + std::to_string(++keys_); }

    Open open_;
    const People& people_;
    Options options_;
    Draw draw_;
    SimulatedClock clock_;
    Fate fate_;
    SimulatedProvider card_;
    SimulatedProvider qr_;
    payments::Gateways gateways_;
    TemporaryFolder folder_; // nobody attaches anything
    services::AttachmentStore attachments_;
    SimulatedCounter counter_;
    Model model_;
    std::unique_ptr<Process> process_;
    std::vector<Request> requests_;
    std::vector<Known> known_;
    std::map<ApplicationId, std::vector<BookingId>> bookings_;
    std::map<BookingId, Use> uses_; // as their applicants know them
    std::vector<std::pair<BookingId, Known>> permits_;
    std::vector<std::pair<AttemptId, std::size_t>> attempts_; // whose
    std::string deed_;
    std::vector<std::string> trace_;
    Tally tally_;
    int keys_ = 0;
};

} // namespace hiroba::test
