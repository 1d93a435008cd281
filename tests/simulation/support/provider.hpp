// A payment provider as it is in the world: it keeps its own books, and everything that goes wrong with providers goes
// wrong with it when the schedule says so. The model believes these books, and nothing that the program says of them.
//
// Two kinds. `card`: signs its messages, lists its events for thirty days, closes its pages by itself, remembers a key
// (also that of a failure) for a day; on its pages for convenience stores the payer gets a number, and a store that
// took the money tells of it then or hours later. `paypay`: finds by our reference, does not sign, shows a code as open
// until it is deleted, and the same reference is the same refund for ever.
#pragma once

#include "payments/event_source.hpp"
#include "payments/port.hpp"
#include "services/clock.hpp"
#include "tests/simulation/support/fate.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::test {

// How the next call goes wrong.
enum class Trouble {
    lost_answer,    // done, and nobody hears of it
    late_work,      // not done when we give up waiting; done half a minute later
    stored_failure, // 500, stored under the key and replayed for a day
    down,           // 503, nothing done
    timed_out,      // nothing done, which we do not know
    no_connection,
    rate_limited,
    conflict,
    declined,     // the payer's means, for ever
    payer_faster, // whoever is on the page pays while the call is on its way
};
inline constexpr std::array troubles{
    Trouble::lost_answer,   Trouble::late_work,    Trouble::stored_failure, Trouble::down,     Trouble::timed_out,
    Trouble::no_connection, Trouble::rate_limited, Trouble::conflict,       Trouble::declined, Trouble::payer_faster};
[[nodiscard]] std::string_view name_of(Trouble trouble);

// A message on its way to the town.
struct Sent {
    std::string id;
    std::string ref; // ours: of the attempt, or of the refund
    std::string kind;
    std::string provider_ref; // of a dispute, the payment
    Instant at;
};

class SimulatedProvider final : public payments::PaymentGateway, public payments::EventSource {
public:
    SimulatedProvider(PaymentMethod method, const services::Clock& clock, Fate& fate);

    // 払込票: what who finished on a page for convenience stores holds.
    struct Number {
        Instant given_out_at;
        Instant ends_at;
        std::string payer_mail;
        std::optional<Instant> taken_at{}; // a store has the money, told of or not
        bool is_end_told = false;
    };
    // What it holds to be true, in the order in which it came to be.
    struct Payment {
        std::string ref; // ours
        std::string bytes;
        std::int64_t asked = 0;
        Instant made_at;
        Instant known_from; // before, nobody finds it
        Instant closes_at;
        std::optional<Instant> closed_at{};
        std::int64_t received = 0;
        std::optional<Instant> paid_at{};
        std::int64_t given_back = 0; // and not come back
        bool is_disputed = false;
        int number_days = 0; // of convenience stores; else 0
        std::optional<Number> number{};
    };
    struct GivenBack {
        std::string ref;
        std::string bytes;
        std::size_t payment = 0;
        std::int64_t amount = 0;
        Instant made_at;
        payments::RefundProgress progress = payments::RefundProgress::succeeded;
        bool ever_succeeded = false;
        std::string payer_mail{}; // who is asked for a bank account
    };
    [[nodiscard]] const std::vector<Payment>& payments() const { return payments_; }
    [[nodiscard]] const std::vector<GivenBack>& refunds() const { return refunds_; }
    [[nodiscard]] std::int64_t money() const; // of the town, that lies here

    // Payers and their banks.
    [[nodiscard]] bool can_be_paid(std::size_t payment) const;
    void pay(std::size_t payment, std::int64_t amount);
    // The payer can still do something that brings money.
    [[nodiscard]] bool is_open(std::size_t payment) const;
    // Convenience stores: the payer gets a number, a store takes the money (some do so a little after the number was
    // called off) and the provider hears of it.
    [[nodiscard]] bool can_give_out_number(std::size_t payment) const;
    void give_out_number(std::size_t payment);
    [[nodiscard]] bool can_be_paid_at_a_store(std::size_t payment) const;
    void pay_at_a_store(std::size_t payment);
    [[nodiscard]] bool can_be_reported(std::size_t payment) const;
    void report(std::size_t payment);
    void tell_of_numbers_that_ended();
    void dispute(std::size_t payment);
    [[nodiscard]] bool bank_can_decide(std::size_t refund, payments::RefundProgress progress) const;
    void bank_decides(std::size_t refund, payments::RefundProgress progress);

    // What goes wrong from now on.
    void expect(Trouble trouble) { troubles_.push_back(trouble); }
    void be_silent_until(Instant until) { silent_until_ = until; }
    void recover(); // nothing goes wrong any more
    payments::RefundProgress refunds_get_to = payments::RefundProgress::succeeded;
    bool hides_money = false; // of a provider that is not to be trusted: what was paid, it calls expired

    // Messages that were not delivered yet; taken out when they are.
    [[nodiscard]] std::vector<Sent>& outbox() { return outbox_; }
    [[nodiscard]] bool lists_events() const { return is_card(); }
    [[nodiscard]] static std::string body_of(const Sent& message);
    [[nodiscard]] std::string proof() const { return is_card() ? "signed" : "address"; }
    [[nodiscard]] std::string fresh_message_id();

    [[nodiscard]] std::string_view provider() const override { return name_; }
    [[nodiscard]] payments::Capabilities capabilities() const override;
    [[nodiscard]] Result<std::string> prepare_start(const payments::StartRequest& request) const override;
    [[nodiscard]] payments::GatewayResult<payments::Started> start(const std::string& key,
                                                                   const std::string& bytes) override;
    [[nodiscard]] payments::GatewayResult<payments::PaymentView> query(const payments::PaymentKey& key) override;
    [[nodiscard]] payments::GatewayResult<payments::PaymentView> cancel(const payments::PaymentKey& key) override;
    [[nodiscard]] payments::GatewayResult<payments::PaymentView> close_page(const payments::PaymentKey& key) override;
    [[nodiscard]] Result<std::string> prepare_refund(const payments::RefundRequest& request) const override;
    [[nodiscard]] payments::GatewayResult<payments::RefundView> refund(const payments::RefundKey& key,
                                                                       const std::string& bytes) override;
    [[nodiscard]] payments::GatewayResult<payments::RefundView> query_refund(const payments::RefundKey& key) override;
    [[nodiscard]] payments::NoticeKind kind_of(std::string_view provider_kind) const override;
    [[nodiscard]] Result<payments::Notice> verify_notice(std::string_view proof, std::string_view raw_body,
                                                         Instant now) const override;
    [[nodiscard]] payments::GatewayResult<payments::EventPage> events_since(Instant since,
                                                                            const std::string& cursor) override;

private:
    struct StoredFailure {
        payments::GatewayFault fault;
        Instant until;
    };

    [[nodiscard]] bool is_card() const { return method_ == PaymentMethod::card; }
    [[nodiscard]] std::optional<Trouble> take_trouble();
    [[nodiscard]] std::optional<payments::GatewayError> fault_before(std::optional<Trouble> trouble,
                                                                     const std::string& key);
    [[nodiscard]] std::optional<std::size_t> find(const payments::PaymentKey& key) const;
    [[nodiscard]] std::optional<std::size_t> find(const std::string& ref) const;
    [[nodiscard]] bool is_closed(const Payment& payment) const;
    [[nodiscard]] bool is_kept_by_a_number(const Payment& payment) const;
    enum class Closing { page, all }; // the page alone, or what the payer holds besides
    [[nodiscard]] payments::GatewayResult<payments::PaymentView> close(const payments::PaymentKey& key, Closing what);
    [[nodiscard]] std::optional<payments::Voucher> voucher_of(const Payment& payment) const;
    [[nodiscard]] payments::PaymentView view_of(const Payment& payment) const;
    [[nodiscard]] payments::RefundView view_of(const GivenBack& refund) const;
    [[nodiscard]] std::optional<std::size_t> find_refund(const std::string& ref) const;
    void make_page(const std::string& key, const std::string& bytes, Instant known_from);
    void pay_meanwhile(std::size_t payment);
    void tell(const std::string& ref, const std::string& kind, const std::string& provider_ref = "");

    std::string name_;
    PaymentMethod method_;
    const services::Clock& clock_;
    Fate& fate_;
    std::vector<Payment> payments_;
    std::vector<GivenBack> refunds_;
    std::vector<Sent> events_; // all that it ever told of
    std::vector<Sent> outbox_;
    std::deque<Trouble> troubles_;
    std::map<std::string, StoredFailure> stored_failures_;
    Instant silent_until_;
    int messages_ = 0;
};

} // namespace hiroba::test
