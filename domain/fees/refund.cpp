#include "domain/fees/refund.hpp"

#include "domain/fees/exact_yen.hpp"

#include <algorithm>
#include <numeric>

namespace hiroba {

std::string_view name_of(RefundCause cause) {
    switch (cause) {
    case RefundCause::user:
        return "user";
    case RefundCause::town:
        return "town";
    case RefundCause::disaster:
        return "disaster";
    case RefundCause::rain:
        return "rain";
    }
    return {};
}

std::optional<RefundCause> refund_cause_named(std::string_view name) {
    for (const auto cause : {RefundCause::user, RefundCause::town, RefundCause::disaster, RefundCause::rain}) {
        if (name_of(cause) == name) return cause;
    }
    return std::nullopt;
}

int refund_percent(const RefundRule& rule, LocalDate cancelled_on, LocalDate date_of_use) {
    const auto left = (date_of_use - cancelled_on).count();
    const auto step = std::ranges::find_if(rule.steps, [&](const auto& some) { return left >= some.days_before; });
    return step == rule.steps.end() ? 0 : step->percent;
}

Result<int> refund_percent(const RefundRule& rule, RefundCause cause, LocalDate cancelled_on, LocalDate date_of_use) {
    if (cause == RefundCause::user) return refund_percent(rule, cancelled_on, date_of_use);
    const auto found = rule.other_causes.find(cause);
    if (found == rule.other_causes.end())
        return refuse("refund_cause_not_covered", {{"cause", std::string{name_of(cause)}}});
    return found->second;
}

Yen refund_of(const RefundRule& rule, Yen paid, int percent) {
    constexpr int whole = 100;
    if (percent == whole) return paid;
    return std::min(paid, ExactYen{paid}.percent(percent).rounded(rule.unit, rule.direction));
}

Yen refund_of(const RefundRule& rule, const PaidFee& paid, int percent) {
    const Yen unpaid = paid.fee - paid.paid;
    const Yen of_fee = refund_of(rule, paid.fee, percent);
    return of_fee > unpaid ? of_fee - unpaid : Yen{0};
}

Yen refund_of_revocation(Yen paid) { return paid; }

SetOff set_off(Yen refund_due, Yen extra_charge) {
    const auto kept = std::min(refund_due, extra_charge);
    return {kept, extra_charge - kept, refund_due - kept};
}

std::vector<Yen> spread(Yen amount, const std::vector<Yen>& weights) {
    __extension__ using Wide = __int128;
    struct Share {
        std::size_t at = 0;
        std::int64_t yen = 0;
        Wide remainder = 0;
    };
    Wide sum = 0;
    for (const auto weight : weights)
        sum += weight.amount();
    std::vector<Share> shares;
    auto left = amount.amount();
    for (std::size_t at = 0; at < weights.size(); ++at) {
        const Wide product = Wide{amount.amount()} * weights[at].amount();
        shares.push_back({at, static_cast<std::int64_t>(product / sum), product % sum});
        left -= shares.back().yen;
    }
    std::ranges::stable_sort(shares, [](const Share& a, const Share& b) { return a.remainder > b.remainder; });
    std::vector<Yen> yen(weights.size());
    for (const auto& share : shares)
        yen[share.at] = Yen{share.yen + (left-- > 0 ? 1 : 0)};
    return yen;
}

} // namespace hiroba
