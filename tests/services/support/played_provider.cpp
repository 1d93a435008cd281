#include "tests/services/support/played_provider.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace hiroba::test {

using namespace hiroba::payments;
using nlohmann::json;

PlayedProvider::Page& PlayedProvider::page_of(const std::string& attempt_ref) {
    return pages_.at("page_" + attempt_ref);
}

void PlayedProvider::pay(const std::string& attempt_ref, Instant at) {
    page_of(attempt_ref).state = PaymentState::paid;
    page_of(attempt_ref).paid_at = at;
}

void PlayedProvider::expire(const std::string& attempt_ref) { page_of(attempt_ref).state = PaymentState::expired; }

void PlayedProvider::give_out(const std::string& attempt_ref, Instant until) {
    Page& page = page_of(attempt_ref);
    page.state = PaymentState::processing;
    page.voucher = Voucher{"https://provider.example/voucher",
                           until,
                           {{"lawson", "12345678901", "0900000000"}, {"seicomart", "98765432109", ""}},
                           "hanako@example.jp"};
}

std::string PlayedProvider::notice(const std::string& id, const std::string& attempt_ref,
                                   const std::string& provider_ref) {
    return json{{"id", id}, {"attempt_ref", attempt_ref}, {"provider_ref", provider_ref}}.dump();
}

Result<std::string> PlayedProvider::prepare_start(const StartRequest& request) const {
    json asked = {{"attempt_ref", request.attempt_ref}, {"amount", request.amount.amount()},
                  {"description", request.description}, {"success_url", request.success_url},
                  {"locale", request.locale},           {"expires_at_ms", request.expires_at.epoch_ms()}};
    if (request.method == PaymentMethod::konbini) asked["voucher_days"] = request.voucher_days;
    return asked.dump();
}

std::optional<PlayedProvider::Fault> PlayedProvider::take_fault() {
    if (faults_.empty()) return std::nullopt;
    const Fault fault = faults_.front();
    faults_.pop_front();
    return fault;
}

void PlayedProvider::run_meanwhile() {
    if (const auto happening = std::exchange(meanwhile, nullptr)) happening();
}

GatewayResult<Started> PlayedProvider::start(const std::string& key, const std::string& bytes) {
    calls_.push_back({"start", key, bytes});
    const auto fault = take_fault();
    if (fault && !fault->after_the_work) return tl::unexpected(GatewayError{fault->fault, 0, "", "req_1"});
    const auto request = json::parse(bytes);
    const auto [page, is_new] = pages_.try_emplace(
        "page_" + key, Page{.attempt_ref = key, .bytes = bytes, .amount = request.at("amount").get<std::int64_t>()});
    if (!is_new && page->second.bytes != bytes) throw std::logic_error("another request under the same key");
    run_meanwhile();
    if (fault) return tl::unexpected(GatewayError{fault->fault, 0, "", "req_1"});
    return Started{page->first, "https://provider.example/" + page->first, PaymentState::open, pages_end_at};
}

PaymentView PlayedProvider::view_of(const std::string& provider_ref) const {
    const Page& page = pages_.at(provider_ref);
    return {.provider_ref = provider_ref,
            .attempt_ref = page.attempt_ref,
            .state = page.state,
            .amount_in_smallest_unit = page.amount,
            .currency = page.currency,
            .provider_payment_id = page.state == PaymentState::paid ? "payment_" + page.attempt_ref : "",
            .paid_at = page.paid_at,
            .voucher = page.state == PaymentState::processing ? page.voucher : std::nullopt};
}

Capabilities PlayedProvider::capabilities() const {
    const bool is_like_paypay = method_ == PaymentMethod::paypay;
    return {.methods = {{method_, Yen{1}, Yen{100'000'000}}},
            .finds_by_attempt_ref = is_like_paypay,
            .signs_its_messages = !is_like_paypay,
            .ask_every = std::chrono::seconds{is_like_paypay ? 3 : 15},
            .refund_repeats_for = std::chrono::hours{12}};
}

std::string PlayedProvider::page_id(const PaymentKey& key) const {
    if (!key.provider_ref.empty()) return key.provider_ref;
    if (!capabilities().finds_by_attempt_ref) throw std::invalid_argument("asked without a reference");
    return "page_" + key.attempt_ref;
}

GatewayResult<PaymentView> PlayedProvider::query(const PaymentKey& key) {
    const std::string provider_ref = page_id(key);
    calls_.push_back({"query", provider_ref});
    if (const auto fault = take_fault()) return tl::unexpected(GatewayError{fault->fault, 503, "", "req_2"});
    if (!has_page(provider_ref)) return tl::unexpected(GatewayError{GatewayFault::not_found, 400, "", "req_2"});
    const PaymentView view = view_of(provider_ref);
    run_meanwhile();
    return view;
}

GatewayResult<PaymentView> PlayedProvider::cancel(const PaymentKey& key) {
    const std::string provider_ref = page_id(key);
    calls_.push_back({"cancel", provider_ref});
    if (const auto fault = take_fault()) return tl::unexpected(GatewayError{fault->fault, 503, "", "req_3"});
    run_meanwhile(); // the payer may be faster
    if (!has_page(provider_ref)) {
        PaymentView nothing_begun;
        nothing_begun.attempt_ref = key.attempt_ref;
        nothing_begun.state = PaymentState::expired;
        return nothing_begun;
    }
    Page& page = pages_.at(provider_ref);
    if (page.state == PaymentState::processing && !takes_vouchers_back)
        return tl::unexpected(GatewayError{GatewayFault::not_cancellable, 400, "being_paid", "req_3"});
    if (page.state == PaymentState::open || page.state == PaymentState::processing) page.state = PaymentState::expired;
    return view_of(provider_ref);
}

GatewayResult<PaymentView> PlayedProvider::close_page(const PaymentKey& key) {
    if (method_ != PaymentMethod::konbini) return cancel(key);
    const std::string provider_ref = page_id(key);
    calls_.push_back({"close_page", provider_ref});
    if (const auto fault = take_fault()) return tl::unexpected(GatewayError{fault->fault, 503, "", "req_3"});
    run_meanwhile();
    Page& page = pages_.at(provider_ref);
    if (page.state == PaymentState::open) page.state = PaymentState::expired;
    return view_of(provider_ref);
}

Result<std::string> PlayedProvider::prepare_refund(const RefundRequest& request) const {
    json asked = {{"refund_ref", request.refund_ref},
                  {"payment_id", request.provider_payment_id},
                  {"amount", request.amount.amount()},
                  {"reason", request.reason}};
    if (request.payer_mail) asked["payer_mail"] = *request.payer_mail;
    return asked.dump();
}

std::int64_t PlayedProvider::given_back() const {
    std::int64_t sum = 0;
    for (const auto& [ref, refund] : refunds_)
        if (refund.progress != RefundProgress::failed) sum += refund.amount;
    return sum;
}

RefundView PlayedProvider::refund_view(const std::string& refund_ref) const {
    const GivenBack& refund = refunds_.at(refund_ref);
    return {.provider_ref = "refund_" + refund_ref,
            .refund_ref = refund_ref,
            .progress = refund.progress,
            .amount_in_smallest_unit = refund.amount,
            .currency = "JPY",
            .fault = refund.fault,
            .payer_until = refund.payer_until};
}

GatewayResult<RefundView> PlayedProvider::refund(const RefundKey& key, const std::string& bytes) {
    calls_.push_back({"refund", key.refund_ref, bytes});
    const auto fault = take_fault();
    if (fault && !fault->after_the_work) return tl::unexpected(GatewayError{fault->fault, 0, "told", "req_4"});
    const auto request = json::parse(bytes);
    const auto [refund, is_new] =
        refunds_.try_emplace(key.refund_ref, GivenBack{.payment_id = request.at("payment_id"),
                                                       .bytes = bytes,
                                                       .amount = request.at("amount").get<std::int64_t>(),
                                                       .progress = refunds_get_to});
    if (!is_new && refund->second.bytes != bytes) throw std::logic_error("another refund under the same key");
    run_meanwhile();
    if (fault) return tl::unexpected(GatewayError{fault->fault, 0, "", "req_4"});
    return refund_view(key.refund_ref);
}

GatewayResult<RefundView> PlayedProvider::query_refund(const RefundKey& key) {
    calls_.push_back({"query_refund", key.refund_ref});
    if (const auto fault = take_fault()) return tl::unexpected(GatewayError{fault->fault, 503, "", "req_5"});
    if (!refunds_.contains(key.refund_ref))
        return tl::unexpected(GatewayError{GatewayFault::not_found, 404, "no_such_refund", "req_5"});
    return refund_view(key.refund_ref);
}

std::string PlayedProvider::dispute(const std::string& id, const std::string& payment_ref) {
    return json{{"id", id}, {"attempt_ref", ""}, {"provider_ref", payment_ref}, {"kind", "dispute.opened"}}.dump();
}

NoticeKind PlayedProvider::kind_of(std::string_view provider_kind) const {
    return provider_kind == "dispute.opened" ? NoticeKind::dispute : NoticeKind::other;
}

Result<Notice> PlayedProvider::verify_notice(std::string_view proof, std::string_view raw_body, Instant now) const {
    if (proof.empty()) return refuse("missing_signature");
    if (proof != "signed") return refuse("bad_signature");
    const auto message = json::parse(raw_body, nullptr, false);
    if (message.is_discarded()) return refuse("not_json");
    return Notice{.dedupe_key = message.at("id").get<std::string>(),
                  .kind = NoticeKind::other,
                  .provider_kind = message.value("kind", "something.happened"),
                  .attempt_ref = message.at("attempt_ref").get<std::string>(),
                  .provider_ref = message.at("provider_ref").get<std::string>(),
                  .occurred_at = now};
}

} // namespace hiroba::test
