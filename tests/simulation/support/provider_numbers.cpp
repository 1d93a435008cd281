// Convenience stores: the number that the payer takes to a store, and when the provider hears what became of it.
#include "tests/simulation/support/provider.hpp"

#include "domain/core/local_time.hpp"

#include <stdexcept>

namespace hiroba::test {

using namespace hiroba::payments;
using namespace std::chrono_literals;

namespace {

constexpr auto number_is_made_in = 3s;              // finished, and there is nothing to show yet
constexpr auto all_stores_answer_in = 30s;          // until then only one of them is told of
constexpr auto number_outlives_calling_off = 20min; // the till of a store had asked before

// To the last second of that day in Japan.
Instant end_of_number(Instant finished_at, int days) {
    const LocalDate last = to_town_time(finished_at).date + std::chrono::days{days};
    return to_instant({last + std::chrono::days{1}, MinuteOfDay{}}) - 1s;
}

} // namespace

bool SimulatedProvider::can_give_out_number(std::size_t payment) const {
    const Payment& page = payments_.at(payment);
    return page.number_days > 0 && !page.number && is_open(payment);
}

void SimulatedProvider::give_out_number(std::size_t payment) {
    if (!can_give_out_number(payment)) throw std::logic_error("nobody can finish on this page");
    Payment& page = payments_.at(payment);
    page.number = Number{.given_out_at = clock_.now(),
                         .ends_at = end_of_number(clock_.now(), page.number_days),
                         .payer_mail = "payer-of-" + page.ref.substr(0, 8) + "@example.jp"};
    tell(page.ref, "payment.finished");
}

bool SimulatedProvider::is_kept_by_a_number(const Payment& payment) const {
    return payment.number && !payment.paid_at && !is_closed(payment);
}

bool SimulatedProvider::can_be_paid_at_a_store(std::size_t payment) const {
    const Payment& page = payments_.at(payment);
    if (!page.number || page.number->taken_at || page.paid_at || page.number->ends_at <= clock_.now()) return false;
    return !page.closed_at || clock_.now() <= *page.closed_at + number_outlives_calling_off;
}

void SimulatedProvider::pay_at_a_store(std::size_t payment) {
    if (!can_be_paid_at_a_store(payment)) throw std::logic_error("no store takes this number");
    payments_.at(payment).number->taken_at = clock_.now();
}

bool SimulatedProvider::can_be_reported(std::size_t payment) const {
    const Payment& page = payments_.at(payment);
    return page.number && page.number->taken_at && !page.paid_at;
}

void SimulatedProvider::report(std::size_t payment) {
    if (!can_be_reported(payment)) throw std::logic_error("no store has told of this");
    Payment& page = payments_.at(payment);
    page.received = page.asked;
    page.paid_at = clock_.now();
    tell(page.ref, "payment.paid");
}

void SimulatedProvider::tell_of_numbers_that_ended() {
    for (Payment& page : payments_) {
        if (!page.number || page.number->is_end_told || page.paid_at || clock_.now() < page.number->ends_at) continue;
        page.number->is_end_told = true;
        tell(page.ref, "payment.failed");
    }
}

// Told of piece by piece.
std::optional<Voucher> SimulatedProvider::voucher_of(const Payment& payment) const {
    if (!is_kept_by_a_number(payment)) return std::nullopt;
    const auto old = clock_.now() - payment.number->given_out_at;
    if (old < number_is_made_in) return std::nullopt;
    Voucher voucher{.url = "https://provider.example/number_" + payment.ref,
                    .expires_at = payment.number->ends_at,
                    .stores = {{"lawson", "1" + payment.ref.substr(0, 8), ""}},
                    .payer_mail = payment.number->payer_mail};
    if (old < all_stores_answer_in) return voucher;
    voucher.stores.front().confirmation_number = "0900000000";
    voucher.stores.push_back({"seicomart", "2" + payment.ref.substr(0, 8), ""});
    return voucher;
}

} // namespace hiroba::test
