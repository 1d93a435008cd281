// One component of a fee while it is worked out: its lines in whole yen, and its exact amount.
#pragma once

#include "domain/fees/exact_yen.hpp"
#include "domain/fees/quote.hpp"

#include <string>
#include <utility>
#include <vector>

namespace hiroba::fees {

class FeePart {
public:
    FeePart(FeeComponent component, AccountCode account) : component_(component), account_(std::move(account)) {}

    // A line of `quantity` × `unit_price`, or a share of it: `exact` in any case. The line shows whole yen, such that
    // the lines so far add up to the exact amount without its fraction.
    void add(LineKind kind, Text label, std::int64_t quantity, Yen unit_price, std::optional<int> percent,
             ExactYen exact, const Text& article) {
        exact_ += exact;
        lines_.push_back({kind, component_, std::move(label), quantity, unit_price, percent, exact_.whole() - shown_,
                          article, account_});
        shown_ = exact_.whole();
    }
    // A line that says why, of 0 yen.
    void note(Text label, const Text& article) { add(LineKind::note, std::move(label), 1, {}, {}, {}, article); }
    // From here on the amount is this, in whole yen; a line says what that changes.
    void round_to(Yen rounded, Text label, const Text& article) {
        exact_ = ExactYen{rounded};
        if (rounded == shown_) return;
        lines_.push_back({LineKind::rounding,
                          component_,
                          std::move(label),
                          1,
                          rounded - shown_,
                          {},
                          rounded - shown_,
                          article,
                          account_});
        shown_ = rounded;
    }

    [[nodiscard]] ExactYen exact() const { return exact_; }
    [[nodiscard]] Yen shown() const { return shown_; }
    [[nodiscard]] std::vector<QuoteLine>& lines() { return lines_; }
    [[nodiscard]] const std::vector<QuoteLine>& lines() const { return lines_; }

private:
    FeeComponent component_;
    AccountCode account_;
    std::vector<QuoteLine> lines_;
    ExactYen exact_;
    Yen shown_;
};

// "町外加算 50%": the words of the ordinance with the share.
[[nodiscard]] inline Text with_percent(const Text& label, int percent) {
    const auto share = std::to_string(percent);
    return {label.ja + " " + share + "%", label.en + " " + share + " %"};
}
[[nodiscard]] inline Text with_minutes(const Text& label, std::int64_t minutes) {
    const auto length = std::to_string(minutes);
    return {label.ja + " " + length + "分", label.en + ", " + length + " min"};
}

// 1時間未満は1時間とする: a part of a step counts as one.
[[nodiscard]] inline std::int64_t begun(std::int64_t minutes, int step_minutes) {
    return (minutes + step_minutes - 1) / step_minutes;
}

} // namespace hiroba::fees
