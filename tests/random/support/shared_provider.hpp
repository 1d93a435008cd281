// The payment provider of a run: all offices ask it at once, payers come to its pages meanwhile, and its line is bad.
#pragma once

#include "tests/random/support/draw.hpp"
#include "tests/services/support/played_provider.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::test {

class SharedProvider final : public payments::PaymentGateway {
public:
    // One of the payers does something on the page: pays, or lets it pass. Answers the reference of that attempt;
    // nothing when there is no page yet.
    std::optional<std::string> visit_page(Draw& draw, Instant now);
    // The next call goes wrong, in one of the ways in which calls do.
    void spoil_next_call(Draw& draw);
    // From now on nobody pays any more.
    void close_all_pages();
    // What was paid, by the reference of the attempt.
    [[nodiscard]] std::map<std::string, std::int64_t> paid() const;

    [[nodiscard]] std::string_view provider() const override { return "played"; }
    [[nodiscard]] payments::Capabilities capabilities() const override { return played_.capabilities(); }
    [[nodiscard]] Result<std::string> prepare_start(const payments::StartRequest& request) const override;
    [[nodiscard]] payments::GatewayResult<payments::Started> start(const std::string& key,
                                                                   const std::string& bytes) override;
    [[nodiscard]] payments::GatewayResult<payments::PaymentView> query(const payments::PaymentKey& key) override;
    [[nodiscard]] payments::GatewayResult<payments::PaymentView> cancel(const payments::PaymentKey& key) override;
    [[nodiscard]] Result<std::string> prepare_refund(const payments::RefundRequest& request) const override;
    [[nodiscard]] payments::GatewayResult<payments::RefundView> refund(const payments::RefundKey& key,
                                                                       const std::string& bytes) override;
    [[nodiscard]] payments::GatewayResult<payments::RefundView> query_refund(const payments::RefundKey& key) override;
    [[nodiscard]] payments::NoticeKind kind_of(std::string_view provider_kind) const override {
        return played_.kind_of(provider_kind);
    }
    [[nodiscard]] Result<payments::Notice> verify_notice(std::string_view proof, std::string_view raw_body,
                                                         Instant now) const override;

private:
    // The payer's means were refused: so answers every repeat of the same request.
    [[nodiscard]] bool declines(const std::string& key);

    mutable std::mutex mutex_;
    mutable PlayedProvider played_{"played", PaymentMethod::card};
    bool declines_next_ = false;
    std::set<std::string> declined_;
    std::vector<std::string> pages_; // the references of the attempts that have one, the oldest first
};

} // namespace hiroba::test
