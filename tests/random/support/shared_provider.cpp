#include "tests/random/support/shared_provider.hpp"

#include <algorithm>
#include <utility>

namespace hiroba::test {

using namespace hiroba::payments;

std::optional<std::string> SharedProvider::visit_page(Draw& draw, Instant now) {
    const std::lock_guard lock(mutex_);
    if (pages_.empty()) return std::nullopt;
    const std::string& ref = draw.one_of_the_last(pages_, 8);
    const PaymentState state = played_.page_of(ref).state;
    constexpr int pays = 80;
    constexpr int pays_after_all = 3; // at a shop's till: the provider had called the page closed
    if (state == PaymentState::open && draw.in_hundred(pays))
        played_.pay(ref, now);
    else if (state == PaymentState::open)
        played_.expire(ref);
    else if (state == PaymentState::expired && draw.in_hundred(pays_after_all))
        played_.pay(ref, now);
    return ref;
}

void SharedProvider::spoil_next_call(Draw& draw) {
    static const std::vector faults{GatewayFault::rate_limited, GatewayFault::provider_down, GatewayFault::timed_out,
                                    GatewayFault::could_not_connect, GatewayFault::conflict};
    const std::lock_guard lock(mutex_);
    const int way = draw.between(1, 3);
    if (way == 1)
        declines_next_ = true;
    else if (way == 2)
        played_.lose_next_answer();
    else
        played_.fail_next(draw.one_of(faults));
}

bool SharedProvider::declines(const std::string& key) {
    if (std::ranges::find(pages_, key) != pages_.end()) return false;
    if (std::exchange(declines_next_, false)) declined_.insert(key);
    return declined_.contains(key);
}

void SharedProvider::close_all_pages() {
    const std::lock_guard lock(mutex_);
    for (const std::string& ref : pages_)
        if (played_.page_of(ref).state == PaymentState::open) played_.expire(ref);
}

std::map<std::string, std::int64_t> SharedProvider::paid() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::int64_t> amounts;
    for (const std::string& ref : pages_)
        if (const auto& page = played_.page_of(ref); page.state == PaymentState::paid)
            amounts.emplace(ref, page.amount);
    return amounts;
}

Result<std::string> SharedProvider::prepare_start(const StartRequest& request) const {
    return played_.prepare_start(request);
}

GatewayResult<Started> SharedProvider::start(const std::string& key, const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    if (declines(key)) return tl::unexpected(GatewayError{GatewayFault::declined, 402, "card_declined", "req_4"});
    const std::size_t before = played_.pages();
    auto started = played_.start(key, bytes);
    if (played_.pages() > before) pages_.push_back(key);
    return started;
}

GatewayResult<PaymentView> SharedProvider::query(const PaymentKey& key) {
    const std::lock_guard lock(mutex_);
    return played_.query(key);
}

GatewayResult<PaymentView> SharedProvider::cancel(const PaymentKey& key) {
    const std::lock_guard lock(mutex_);
    return played_.cancel(key);
}

Result<std::string> SharedProvider::prepare_refund(const RefundRequest& request) const {
    return played_.prepare_refund(request);
}

GatewayResult<RefundView> SharedProvider::refund(const RefundKey& key, const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    return played_.refund(key, bytes);
}

GatewayResult<RefundView> SharedProvider::query_refund(const RefundKey& key) {
    const std::lock_guard lock(mutex_);
    return played_.query_refund(key);
}

Result<Notice> SharedProvider::verify_notice(std::string_view proof, std::string_view raw_body, Instant now) const {
    return played_.verify_notice(proof, raw_body, now);
}

} // namespace hiroba::test
