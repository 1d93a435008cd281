#include "tests/simulation/support/provider.hpp"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace hiroba::test {

using namespace hiroba::payments;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr auto keys_are_known_for = 24h;
constexpr auto late_work_takes = 30s;
constexpr auto shortest_page = 30min;         // of the card provider
constexpr auto code_outlives_its_end = 30min; // a code that was scanned in time can be paid a little later
constexpr std::size_t events_on_a_page = 5;

GatewayError error(GatewayFault fault) { return {fault, 0, std::string{name_of(fault)}, "req"}; }

} // namespace

std::string_view name_of(Trouble trouble) {
    constexpr std::array<std::string_view, troubles.size()> names{
        "lost answer",   "late work",    "stored failure", "down",     "timed out",
        "no connection", "rate limited", "conflict",       "declined", "payer faster"};
    return names.at(static_cast<std::size_t>(trouble));
}

SimulatedProvider::SimulatedProvider(PaymentMethod method, const services::Clock& clock, Fate& fate)
    : name_(method == PaymentMethod::card ? "sim_card" : "sim_qr"), method_(method), clock_(clock), fate_(fate) {}

std::int64_t SimulatedProvider::money() const {
    std::int64_t sum = 0;
    for (const Payment& payment : payments_)
        sum += payment.received - payment.given_back;
    return sum;
}

bool SimulatedProvider::is_closed(const Payment& payment) const {
    if (payment.number && !payment.closed_at) return payment.number->ends_at <= clock_.now();
    return payment.closed_at || (is_card() && payment.closes_at <= clock_.now());
}

// On its page; or, of a code that was scanned before it was deleted, a little later.
bool SimulatedProvider::can_be_paid(std::size_t payment) const {
    const Payment& page = payments_.at(payment);
    if (page.number_days > 0 || page.paid_at || clock_.now() < page.known_from) return false;
    if (page.closed_at && *page.closed_at < page.known_from) return false; // taken back before anybody saw it
    if (!is_closed(page)) return is_card() || clock_.now() <= page.closes_at + code_outlives_its_end;
    return !is_card() && clock_.now() <= page.closed_at.value() + code_outlives_its_end;
}

void SimulatedProvider::pay(std::size_t payment, std::int64_t amount) {
    Payment& page = payments_.at(payment);
    if (!can_be_paid(payment)) throw std::logic_error("nobody can pay this page");
    page.received = amount;
    page.paid_at = clock_.now();
    tell(page.ref, "payment.paid");
}

bool SimulatedProvider::is_open(std::size_t payment) const {
    const Payment& page = payments_.at(payment);
    if (page.paid_at || clock_.now() < page.known_from || is_closed(page)) return false;
    return is_card() || clock_.now() <= page.closes_at;
}

void SimulatedProvider::pay_meanwhile(std::size_t payment) {
    if (can_be_paid(payment)) return pay(payment, payments_.at(payment).asked);
    if (can_give_out_number(payment)) return give_out_number(payment);
    if (can_be_paid_at_a_store(payment)) pay_at_a_store(payment);
    if (can_be_reported(payment)) report(payment);
}

void SimulatedProvider::dispute(std::size_t payment) {
    payments_.at(payment).is_disputed = true;
    tell("", "dispute.opened", "payment_" + payments_.at(payment).ref);
}

bool SimulatedProvider::bank_can_decide(std::size_t refund, RefundProgress progress) const {
    const GivenBack& given = refunds_.at(refund);
    if (given.progress == progress || given.progress == RefundProgress::failed) return false;
    if (given.progress == RefundProgress::succeeded) return is_card() && progress == RefundProgress::failed;
    return progress != RefundProgress::needs_bank_account;
}

void SimulatedProvider::bank_decides(std::size_t refund, RefundProgress progress) {
    GivenBack& given = refunds_.at(refund);
    if (progress == RefundProgress::failed) payments_.at(given.payment).given_back -= given.amount;
    given.progress = progress;
    given.ever_succeeded = given.ever_succeeded || progress == RefundProgress::succeeded;
    tell(given.ref, "refund.updated", "refund_" + given.ref);
}

void SimulatedProvider::recover() {
    troubles_.clear();
    silent_until_ = clock_.now();
    refunds_get_to = RefundProgress::succeeded;
}

std::string SimulatedProvider::fresh_message_id() {
    std::ostringstream id;
    id << "evt_" << std::setw(6) << std::setfill('0') << ++messages_;
    return id.str();
}

void SimulatedProvider::tell(const std::string& ref, const std::string& kind, const std::string& provider_ref) {
    const Sent message{fresh_message_id(), ref, kind, provider_ref, clock_.now()};
    events_.push_back(message);
    outbox_.push_back(message);
}

std::string SimulatedProvider::body_of(const Sent& message) {
    return json{
        {"id", message.id}, {"ref", message.ref}, {"kind", message.kind}, {"provider_ref", message.provider_ref}}
        .dump();
}

Capabilities SimulatedProvider::capabilities() const {
    std::vector<TakenMethod> methods{{method_, Yen{1}, Yen{100'000'000}}};
    if (is_card()) methods.push_back({PaymentMethod::konbini, Yen{120}, Yen{300'000}});
    return {.methods = std::move(methods),
            .finds_by_attempt_ref = !is_card(),
            .signs_its_messages = is_card(),
            .ask_every = std::chrono::seconds{is_card() ? 15 : 3},
            .refund_repeats_for = 12h};
}

std::optional<Trouble> SimulatedProvider::take_trouble() {
    if (troubles_.empty()) return std::nullopt;
    const Trouble trouble = troubles_.front();
    troubles_.pop_front();
    return trouble;
}

// What is answered instead, with nothing done.
std::optional<GatewayError> SimulatedProvider::fault_before(std::optional<Trouble> trouble, const std::string& key) {
    if (clock_.now() < silent_until_) return error(GatewayFault::timed_out);
    if (const auto stored = stored_failures_.find(key);
        !key.empty() && stored != stored_failures_.end() && clock_.now() < stored->second.until)
        return error(stored->second.fault);
    if (!trouble) return std::nullopt;
    switch (*trouble) {
    case Trouble::stored_failure:
        if (is_card() && !key.empty())
            stored_failures_[key] = {GatewayFault::provider_down, clock_.now() + keys_are_known_for};
        return error(GatewayFault::provider_down);
    case Trouble::down:
        return error(GatewayFault::provider_down);
    case Trouble::timed_out:
        return error(GatewayFault::timed_out);
    case Trouble::no_connection:
        return error(GatewayFault::could_not_connect);
    case Trouble::rate_limited:
        return error(GatewayFault::rate_limited);
    case Trouble::conflict:
        return key.empty() ? std::nullopt : std::optional{error(GatewayFault::conflict)};
    case Trouble::lost_answer:
    case Trouble::late_work:
    case Trouble::declined:
    case Trouble::payer_faster:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::size_t> SimulatedProvider::find(const std::string& ref) const {
    const auto found = std::ranges::find(payments_, ref, &Payment::ref);
    if (found == payments_.end() || clock_.now() < found->known_from) return std::nullopt;
    return static_cast<std::size_t>(found - payments_.begin());
}

std::optional<std::size_t> SimulatedProvider::find(const PaymentKey& key) const {
    constexpr std::string_view prefix = "page_";
    if (!key.provider_ref.empty()) return find(key.provider_ref.substr(prefix.size()));
    if (is_card()) throw std::invalid_argument("asked without a reference");
    return find(key.attempt_ref);
}

PaymentView SimulatedProvider::view_of(const Payment& payment) const {
    if (hides_money && payment.paid_at) {
        Payment hidden = payment;
        hidden.paid_at = std::nullopt;
        hidden.closed_at = clock_.now();
        return view_of(hidden);
    }
    return {.provider_ref = "page_" + payment.ref,
            .attempt_ref = payment.ref,
            .state = payment.paid_at      ? PaymentState::paid
                     : is_closed(payment) ? PaymentState::expired
                     : payment.number     ? PaymentState::processing
                                          : PaymentState::open,
            .amount_in_smallest_unit = payment.paid_at ? payment.received : payment.asked,
            .currency = "JPY",
            .provider_payment_id = payment.paid_at || payment.number ? "payment_" + payment.ref : "",
            .paid_at = payment.paid_at,
            .voucher = voucher_of(payment)};
}

Result<std::string> SimulatedProvider::prepare_start(const StartRequest& request) const {
    return json{{"ref", request.attempt_ref},
                {"amount", request.amount.amount()},
                {"closes_at_ms", request.expires_at.epoch_ms()},
                {"number_days", request.voucher_days}}
        .dump();
}

void SimulatedProvider::make_page(const std::string& key, const std::string& bytes, Instant known_from) {
    const auto request = json::parse(bytes);
    payments_.push_back({.ref = key,
                         .bytes = bytes,
                         .asked = request.at("amount").get<std::int64_t>(),
                         .made_at = clock_.now(),
                         .known_from = known_from,
                         .closes_at = Instant::from_epoch_ms(request.at("closes_at_ms").get<std::int64_t>()),
                         .number_days = request.at("number_days").get<int>()});
}

GatewayResult<Started> SimulatedProvider::start(const std::string& key, const std::string& bytes) {
    fate_.cross(Point::before_call);
    const auto trouble = take_trouble();
    if (const auto fault = fault_before(trouble, key)) return tl::unexpected(*fault);
    auto known = std::ranges::find(payments_, key, &Payment::ref);
    if (known != payments_.end() && known->bytes != bytes)
        throw std::logic_error("another request under the key of an attempt");
    const bool is_new = known == payments_.end();
    const auto closes_at = Instant::from_epoch_ms(json::parse(bytes).at("closes_at_ms").get<std::int64_t>());
    if (is_new && is_card() && closes_at < clock_.now() + shortest_page)
        return tl::unexpected(error(GatewayFault::invalid_request));
    if (is_new && trouble == Trouble::declined) {
        stored_failures_[key] = {GatewayFault::declined, clock_.now() + 24h * 365};
        return tl::unexpected(error(GatewayFault::declined));
    }
    if (is_new) make_page(key, bytes, trouble == Trouble::late_work ? clock_.now() + late_work_takes : clock_.now());
    if (trouble == Trouble::payer_faster) pay_meanwhile(payments_.size() - 1);
    fate_.cross(Point::after_call);
    if (trouble == Trouble::lost_answer || trouble == Trouble::late_work)
        return tl::unexpected(error(GatewayFault::timed_out));
    return Started{"page_" + key, "https://provider.example/page_" + key, PaymentState::open,
                   is_card() ? std::nullopt : std::optional{closes_at}};
}

GatewayResult<PaymentView> SimulatedProvider::query(const PaymentKey& key) {
    fate_.cross(Point::before_call);
    const auto trouble = take_trouble();
    if (const auto fault = fault_before(trouble, "")) return tl::unexpected(*fault);
    const auto found = find(key);
    if (!found) return tl::unexpected(error(GatewayFault::not_found));
    const PaymentView view = view_of(payments_.at(*found));
    if (trouble == Trouble::payer_faster) pay_meanwhile(*found); // just after the answer was written
    fate_.cross(Point::after_call);
    if (trouble == Trouble::lost_answer) return tl::unexpected(error(GatewayFault::timed_out));
    return view;
}

GatewayResult<PaymentView> SimulatedProvider::cancel(const PaymentKey& key) { return close(key, Closing::all); }

GatewayResult<PaymentView> SimulatedProvider::close_page(const PaymentKey& key) {
    return close(key, is_card() ? Closing::page : Closing::all);
}

GatewayResult<PaymentView> SimulatedProvider::close(const PaymentKey& key, Closing what) {
    fate_.cross(Point::before_call);
    const auto trouble = take_trouble();
    if (const auto fault = fault_before(trouble, "")) return tl::unexpected(*fault);
    const auto found = find(key);
    if (!found) {
        if (const auto late = std::ranges::find(payments_, key.attempt_ref, &Payment::ref); late != payments_.end())
            late->closed_at = clock_.now();
        PaymentView nothing_begun;
        nothing_begun.attempt_ref = key.attempt_ref;
        nothing_begun.state = PaymentState::expired;
        return nothing_begun;
    }
    if (trouble == Trouble::payer_faster) pay_meanwhile(*found);
    Payment& page = payments_.at(*found);
    const bool is_kept = is_kept_by_a_number(page);
    if (is_kept && what == Closing::all && page.number->taken_at)
        return tl::unexpected(error(GatewayFault::not_cancellable)); // a store is taking the money
    const bool is_left_alone = is_kept && what == Closing::page;
    if (!page.paid_at && !page.closed_at && !is_left_alone) page.closed_at = clock_.now();
    fate_.cross(Point::after_call);
    if (trouble == Trouble::lost_answer) return tl::unexpected(error(GatewayFault::timed_out));
    return view_of(page);
}

Result<std::string> SimulatedProvider::prepare_refund(const RefundRequest& request) const {
    return json{{"ref", request.refund_ref},
                {"payment", request.provider_payment_id},
                {"amount", request.amount.amount()},
                {"payer_mail", request.payer_mail.value_or("")}}
        .dump();
}

std::optional<std::size_t> SimulatedProvider::find_refund(const std::string& ref) const {
    for (std::size_t last = refunds_.size(); last-- > 0;)
        if (refunds_[last].ref == ref) return last;
    return std::nullopt;
}

RefundView SimulatedProvider::view_of(const GivenBack& refund) const {
    return {.provider_ref = "refund_" + refund.ref,
            .refund_ref = refund.ref,
            .progress = refund.progress,
            .amount_in_smallest_unit = refund.amount,
            .currency = "JPY",
            .fault = refund.progress == RefundProgress::failed ? "returned" : "",
            .payer_until = std::nullopt};
}

GatewayResult<RefundView> SimulatedProvider::refund(const RefundKey& key, const std::string& bytes) {
    fate_.cross(Point::before_call);
    const auto trouble = take_trouble();
    if (const auto fault = fault_before(trouble, key.refund_ref)) return tl::unexpected(*fault);
    auto known = find_refund(key.refund_ref);
    if (known && is_card() && refunds_.at(*known).made_at + keys_are_known_for <= clock_.now()) known = std::nullopt;
    if (known && refunds_.at(*known).bytes != bytes)
        throw std::logic_error("another request under the key of a refund");
    if (!known) {
        const auto request = json::parse(bytes);
        const auto of = find(request.at("payment").get<std::string>().substr(std::string_view{"payment_"}.size()));
        const std::int64_t amount = request.at("amount").get<std::int64_t>();
        const std::string mail = request.at("payer_mail").get<std::string>();
        // Stores give nothing back: the payer is asked by mail for a bank account.
        const bool by_mail = of && payments_.at(*of).number_days > 0;
        if (!of || payments_.at(*of).received - payments_.at(*of).given_back < amount || (by_mail && mail.empty()) ||
            trouble == Trouble::declined)
            return tl::unexpected(error(GatewayFault::invalid_request));
        payments_.at(*of).given_back += amount;
        const RefundProgress progress = by_mail ? RefundProgress::needs_bank_account : refunds_get_to;
        known = refunds_.size();
        refunds_.push_back({.ref = key.refund_ref,
                            .bytes = bytes,
                            .payment = *of,
                            .amount = amount,
                            .made_at = clock_.now(),
                            .progress = progress,
                            .ever_succeeded = progress == RefundProgress::succeeded,
                            .payer_mail = mail});
        tell(key.refund_ref, "refund.created", "refund_" + key.refund_ref);
    }
    fate_.cross(Point::after_call);
    if (trouble == Trouble::lost_answer || trouble == Trouble::late_work)
        return tl::unexpected(error(GatewayFault::timed_out));
    return view_of(refunds_.at(*known));
}

GatewayResult<RefundView> SimulatedProvider::query_refund(const RefundKey& key) {
    fate_.cross(Point::before_call);
    const auto trouble = take_trouble();
    if (const auto fault = fault_before(trouble, "")) return tl::unexpected(*fault);
    const auto known = find_refund(key.refund_ref);
    fate_.cross(Point::after_call);
    if (!known) return tl::unexpected(error(GatewayFault::not_found));
    return view_of(refunds_.at(*known));
}

NoticeKind SimulatedProvider::kind_of(std::string_view provider_kind) const {
    return provider_kind == "dispute.opened" ? NoticeKind::dispute : NoticeKind::other;
}

Result<Notice> SimulatedProvider::verify_notice(std::string_view proof_of, std::string_view raw_body,
                                                Instant now) const {
    if (proof_of != proof()) return refuse("bad_signature");
    const auto message = json::parse(raw_body, nullptr, false);
    if (message.is_discarded()) return refuse("not_json");
    const std::string kind = message.at("kind").get<std::string>();
    return Notice{.dedupe_key = message.at("id").get<std::string>(),
                  .kind = kind_of(kind),
                  .provider_kind = kind,
                  .attempt_ref = message.at("ref").get<std::string>(),
                  .provider_ref = message.at("provider_ref").get<std::string>(),
                  .occurred_at = now};
}

// The newest first, a few on a page.
GatewayResult<EventPage> SimulatedProvider::events_since(Instant since, const std::string& cursor) {
    fate_.cross(Point::before_call);
    if (clock_.now() < silent_until_) return tl::unexpected(error(GatewayFault::timed_out));
    const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor);
    EventPage page;
    for (std::size_t at = from; at < events_.size() && at < from + events_on_a_page; ++at) {
        const Sent& event = events_[events_.size() - 1 - at];
        if (event.at < since) return page;
        page.events.push_back({Notice{.dedupe_key = event.id,
                                      .kind = kind_of(event.kind),
                                      .provider_kind = event.kind,
                                      .attempt_ref = event.ref,
                                      .provider_ref = event.provider_ref,
                                      .occurred_at = event.at},
                               body_of(event)});
    }
    if (from + events_on_a_page < events_.size()) page.next_cursor = std::to_string(from + events_on_a_page);
    return page;
}

} // namespace hiroba::test
