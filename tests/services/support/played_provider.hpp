// A payment provider that a test plays: it keeps its own pages, and fails when it is told to.
#pragma once

#include "payments/port.hpp"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hiroba::test {

class PlayedProvider final : public payments::PaymentGateway {
public:
    PlayedProvider(std::string name, PaymentMethod method) : name_(std::move(name)), method_(method) {}

    struct Call {
        std::string what; // "start", "query", "cancel", "refund", "query_refund"
        std::string key;  // the idempotency key, or the provider's reference
        std::string bytes{};
        friend bool operator==(const Call&, const Call&) = default;
    };
    struct Page {
        std::string attempt_ref;
        std::string bytes;
        std::int64_t amount = 0;
        std::string currency = "JPY";
        payments::PaymentState state = payments::PaymentState::open;
        std::optional<Instant> paid_at{};
        std::optional<payments::Voucher> voucher{}; // while the state is `processing`
    };

    struct GivenBack {
        std::string payment_id;
        std::string bytes;
        std::int64_t amount = 0;
        payments::RefundProgress progress = payments::RefundProgress::succeeded;
        std::string fault{};
        std::optional<Instant> payer_until{};
    };

    // How the next calls of any kind go wrong, one after the other; then all goes well again.
    void fail_next(payments::GatewayFault fault) { faults_.push_back({fault, false}); }
    // The next start makes its page, and the answer is lost.
    void lose_next_answer() { faults_.push_back({payments::GatewayFault::timed_out, true}); }
    // How far refunds get that are made from now on.
    payments::RefundProgress refunds_get_to = payments::RefundProgress::succeeded;
    // The end of the pages that are made from now on, where this provider sets it.
    std::optional<Instant> pages_end_at{};
    // Called once, while the next call is on its way back: what happens in the world meanwhile.
    std::function<void()> meanwhile{};

    [[nodiscard]] const std::vector<Call>& calls() const { return calls_; }
    [[nodiscard]] Page& page_of(const std::string& attempt_ref); // std::out_of_range when there is none
    [[nodiscard]] std::size_t pages() const { return pages_.size(); }
    [[nodiscard]] std::map<std::string, GivenBack>& refunds() { return refunds_; } // by our reference
    [[nodiscard]] std::int64_t given_back() const;                                 // that has not failed
    void pay(const std::string& attempt_ref, Instant at);
    void expire(const std::string& attempt_ref);
    // The payer has finished on the page and holds a number for a store.
    void give_out(const std::string& attempt_ref, Instant until);
    // Whether such a number can still be taken back: not while a store takes money for it.
    bool takes_vouchers_back = true;

    // A message as `verify_notice` reads it: signed when the header is "signed".
    [[nodiscard]] static std::string notice(const std::string& id, const std::string& attempt_ref,
                                            const std::string& provider_ref = "");
    // The payer's bank asks for the money of that payment back.
    [[nodiscard]] static std::string dispute(const std::string& id, const std::string& payment_ref);

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

private:
    struct Fault {
        payments::GatewayFault fault;
        bool after_the_work;
    };
    [[nodiscard]] std::optional<Fault> take_fault();
    void run_meanwhile();
    [[nodiscard]] payments::PaymentView view_of(const std::string& provider_ref) const;

    // What it is asked about: by its own reference, or by ours where it finds that.
    [[nodiscard]] std::string page_id(const payments::PaymentKey& key) const;
    [[nodiscard]] bool has_page(const std::string& provider_ref) const { return pages_.contains(provider_ref); }

    std::string name_;
    PaymentMethod method_;
    [[nodiscard]] payments::RefundView refund_view(const std::string& refund_ref) const;

    std::map<std::string, GivenBack> refunds_;
    std::map<std::string, Page> pages_; // by the provider's reference, "page_" and the attempt's
    std::vector<Call> calls_;
    std::deque<Fault> faults_;
};

} // namespace hiroba::test
