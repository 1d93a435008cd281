#include "services/town/fee_tables.hpp"

#include "domain/booking/fee_table.hpp"
#include "services/town/text_grid.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

std::string yen(Yen amount) {
    auto digits = std::to_string(amount.amount());
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string share(int percent) { return std::to_string(percent) + "%"; }

std::string whom(const RateTable& rate, const std::vector<const PriceClass*>& price_classes, const Facility& facility) {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : "・") + word; };
    if (rate.only_for) add(rate.only_for == UserClass::in_town ? "町内" : "町外");
    for (const auto* some : price_classes)
        add(some->name.ja);
    for (const auto& season : facility.seasons)
        if (std::ranges::find(rate.seasons, season.code) != rate.seasons.end()) add(season.name.ja);
    return text;
}

// "別表第1", of a row that is chosen by the day of use "別表第1（使用日）".
std::string article_words(const Text& article, const InForce& in_force) {
    return article.ja + (in_force.decided_by == DecidingDate::use ? "（使用日）" : "");
}

// "町外", "入場料等・営利".
std::string words_of(const std::vector<SurchargeKind>& kinds) {
    std::string text;
    for (const SurchargeKind kind : kinds)
        text += (text.empty() ? "" : "・") + std::string{kind == SurchargeKind::admission    ? "入場料等"
                                                         : kind == SurchargeKind::commercial ? "営利"
                                                                                             : "町外"};
    return text;
}

std::string day_words(std::chrono::month_day day) {
    return std::to_string(static_cast<unsigned>(day.month())) + "/" + std::to_string(static_cast<unsigned>(day.day()));
}

std::string words_of(PricedDays days) {
    return days == PricedDays::every_day ? "" : days == PricedDays::weekday ? "平日" : "土日休日";
}

std::string unit_words(const UnitPriceRow& row) {
    return row.unit == PriceUnit::night   ? "1泊"
           : row.unit == PriceUnit::visit ? "1回"
                                          : std::to_string(*row.step_minutes) + "分";
}

// "1日上限8時間", "1日上限5,000円（施設全体）": what is charged at most.
std::string cap_words(const RateTable& rate) {
    constexpr int minutes_per_hour = 60;
    if (!rate.day_cap) return "";
    const auto& [most, reach] = *rate.day_cap;
    const auto* money = std::get_if<Yen>(&most);
    const auto amount = money != nullptr
                            ? yen(*money) + "円"
                            : std::to_string(std::get<std::chrono::minutes>(most).count() / minutes_per_hour) + "時間";
    if (reach == CapReach::use) return "1回上限" + amount;
    return "1日上限" + amount + (reach == CapReach::facility ? "（施設全体）" : "");
}

std::string band_prices(const FeeTable& table, const Facility& facility) {
    TextGrid grid;
    std::vector<std::string> head{"室", "区分", ""};
    for (const auto* band : table.bands)
        head.push_back(band->name.ja);
    head.emplace_back("");
    head.emplace_back("根拠");
    grid.add(std::move(head));
    for (const auto& [space, rate, price_classes, days, prices] : table.band_prices) {
        std::vector<std::string> row{space->name.ja, whom(*rate, price_classes, facility), words_of(days)};
        for (const auto& price : prices)
            row.push_back(price ? yen(*price) : "－");
        row.push_back(cap_words(*rate));
        row.push_back(article_words(rate->article, rate->in_force));
        grid.add(std::move(row));
    }
    return grid.text(3);
}

std::string unit_prices(const FeeTable& table, const Facility& facility) {
    TextGrid grid;
    grid.add({"室", "区分", "", "単位", "", "根拠", "円"});
    for (const auto& row : table.unit_prices)
        grid.add({row.space->name.ja, whom(*row.rate, row.price_classes, facility), words_of(row.days), unit_words(row),
                  cap_words(*row.rate), article_words(row.rate->article, row.rate->in_force), yen(row.price)});
    return grid.text(6);
}

template <class Row>
std::string spaces_of(const FeeNote<Row>& note, const Facility& facility) {
    if (note.spaces.size() == facility.spaces.size()) return "（全室）";
    std::string text;
    for (const auto* space : note.spaces)
        text += (text.empty() ? "" : "・") + space->name.ja;
    return text;
}

// 備考, each with the spaces it holds for and its article.
class Notes {
public:
    explicit Notes(const Facility& facility) : facility_(facility) {}

    std::string text(const FeeTable& table) {
        for (const auto& note : table.surcharges)
            add_surcharge(note);
        for (const auto& note : table.rehearsals)
            add(note.row->label.ja, rehearsal_words(*note.row), note);
        for (const auto& note : table.extensions)
            add(note.row->label.ja, extension_words(*note.row), note);
        for (const auto& note : table.climates)
            add(note.row->label.ja, climate_words(*note.row), note);
        for (const auto& note : table.extras)
            add(note.row->name.ja, extra_words(*note.row), note);
        for (const auto& note : table.roundings)
            add("端数", rounding_words(*note.row), note);
        for (const auto& note : table.taxes)
            add("消費税", share(note.row->percent) + (note.row->is_included ? " 税込み" : " 外税"), note);
        return grid_.text(4);
    }

private:
    template <class Row>
    void add(const std::string& what, const std::string& how, const FeeNote<Row>& note) {
        grid_.add(
            {what, how, spaces_of(note, facility_), article_words(note.row->scope.article, note.row->scope.in_force)});
    }

    void add_surcharge(const FeeNote<Surcharge>& note) {
        const Surcharge& some = *note.row;
        const bool times = facility_.fee_rules.composition == Composition::multiplicative;
        const std::string how = (times ? "（乗ずる）" : "（合算）") +
                                std::string{some.only_without_admission ? "　入場料等を徴収しないときに限る" : ""};
        if (some.kind != SurchargeKind::admission) return add(some.label.ja, "+" + share(some.percent) + how, note);
        for (const auto& tier : some.tiers)
            add(some.label.ja, yen(tier.above) + "円超 +" + share(tier.percent) + how, note);
    }

    static std::string rehearsal_words(const Rehearsal& some) {
        const auto without = some.without.empty() ? "" : "　割増しなし " + words_of(some.without);
        return "基本使用料の" + share(some.percent) + without;
    }

    static std::string extension_words(const Extension& some) {
        const std::string of = some.base == ExtensionBase::adjoining_band ? "隣接区分の"
                               : some.base == ExtensionBase::step_price   ? "単価の"
                                                                          : "基本使用料の";
        const auto free = some.free_minutes == 0 ? "" : "（最初の" + std::to_string(some.free_minutes) + "分無料）";
        const auto basis = some.after_rehearsal ? "（練習の額による）" : "";
        const auto by = some.surcharged_by.empty() ? "割増しなし" : "割増し " + words_of(some.surcharged_by);
        return std::to_string(some.step_minutes) + "分ごと " + of + share(some.percent) + free + basis + "　" + by;
    }

    // With the periods in which it is offered: "基本使用料の50%　冷房期間 6/1～9/30".
    [[nodiscard]] std::string climate_words(const Climate& some) const {
        std::string periods;
        for (const Season& season : facility_.seasons)
            if (std::ranges::find(some.seasons, season.code) != some.seasons.end())
                periods +=
                    "　" + season.name.ja + " " + day_words(season.period.first) + "～" + day_words(season.period.last);
        if (const auto* hours = std::get_if<ClimateHours>(&some.charge))
            return "1時間 " + yen(hours->per_hour) + "円" + periods;
        const auto& ratio = std::get<ClimateRatio>(some.charge);
        return "基本使用料の" + share(ratio.percent) + (ratio.after_rehearsal ? "（練習の額による）" : "") + periods;
    }

    static std::string extra_words(const Extra& some) {
        return (some.step_minutes ? std::to_string(*some.step_minutes) + "分 " : "1個 ") + yen(some.price) + "円";
    }

    static std::string rounding_words(const Rounding& some) {
        const std::string step = some.step == RoundingStep::component ? "構成ごと "
                                 : some.step == RoundingStep::total   ? "合計 "
                                                                      : "税加算後 ";
        const std::string direction = some.direction == RoundingDirection::down ? "切捨て"
                                      : some.direction == RoundingDirection::up ? "切上げ"
                                                                                : "四捨五入";
        return step + yen(some.unit) + "円未満" + direction;
    }

    const Facility& facility_;
    TextGrid grid_;
};

std::string equipment_prices(const FeeTable& table) {
    TextGrid grid;
    for (const auto& [equipment, rate] : table.equipment) {
        const std::string unit = rate->charge == EquipmentCharge::per_band   ? "1区分1回"
                                 : rate->charge == EquipmentCharge::per_use  ? "1回"
                                 : rate->charge == EquipmentCharge::per_hour ? "1時間"
                                                                             : "1区分1kW";
        grid.add({equipment->name.ja, unit, article_words(rate->article, rate->in_force), yen(rate->price)});
    }
    return grid.empty() ? "" : "附属設備\n" + grid.text(3);
}

std::string ticket_prices(const FeeTable& table, const Facility& facility) {
    TextGrid grid;
    for (const auto& [ticket, rate] : table.tickets) {
        const auto& classes = facility.fee_rules.price_classes;
        const auto found =
            std::ranges::find_if(classes, [&](const PriceClass& some) { return rate->price_class == some.code; });
        grid.add({ticket->name.ja, found == classes.end() ? "" : found->name.ja, std::to_string(ticket->visits) + "回",
                  rate->article.ja, yen(rate->price)});
    }
    return grid.empty() ? "" : "回数券・個人使用\n" + grid.text(4);
}

// On which conditions, in a few words.
std::string condition_words(const ReductionClass& some) {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : "・") + word; };
    if (some.only_for) add(*some.only_for == UserClass::in_town ? "町内のみ" : "町外のみ");
    if (some.only_registered_groups) add("登録団体のみ");
    if (some.not_with_admission) add("入場料等があるときを除く");
    if (some.not_with_commercial) add("営利を除く");
    if (some.is_automatic) add("決定によらず適用");
    if (!some.evidence.ja.empty()) add("確認 " + some.evidence.ja);
    return text.empty() ? "－" : text;
}

std::string reduction_table(const Town& town) {
    TextGrid grid;
    grid.add({"減免区分", "根拠", "条件", "施設", "付加", "設備"});
    for (const auto& some : town.reductions)
        grid.add({some.name.ja, article_words(some.article, some.in_force), condition_words(some),
                  share(some.percent[0]), share(some.percent[1]), share(some.percent[2])});
    return town.reductions.empty() ? "" : "減免（減ずる割合）\n" + grid.text(3);
}

std::string words_of(RefundCause cause) {
    return cause == RefundCause::town       ? "町の都合"
           : cause == RefundCause::disaster ? "災害"
           : cause == RefundCause::rain     ? "雨天等"
                                            : "使用者の都合";
}

std::string refund_words(const RefundRule& rule) {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : "、") + word; };
    for (const RefundStep& step : rule.steps)
        add((step.days_before == 0 ? std::string{"使用日の当日まで"}
                                   : "使用日の" + std::to_string(step.days_before) + "日前まで") +
            " " + share(step.percent));
    if (rule.steps.empty()) add("使用者の都合では還付しない");
    for (const auto& [cause, percent] : rule.other_causes)
        add(words_of(cause) + " " + share(percent));
    const std::string direction = rule.direction == RoundingDirection::down ? "切捨て"
                                  : rule.direction == RoundingDirection::up ? "切上げ"
                                                                            : "四捨五入";
    return text + "（" + yen(rule.unit) + "円未満" + direction + "）";
}

// 還付, of the spaces that differ from the facility's rule as well.
std::string refund_table(const Facility& facility) {
    TextGrid grid;
    grid.add({"（全室）", refund_words(facility.refund), facility.refund.article.ja});
    for (const Space& space : facility.spaces)
        if (space.refund) grid.add({space.name.ja, refund_words(*space.refund), space.refund->article.ja});
    return "還付\n" + grid.text(3);
}

std::string text_of(const FeeTable& table, const Facility& facility) {
    return "施行 " + table.day.iso8601() + "\n" + (table.band_prices.empty() ? "" : band_prices(table, facility)) +
           (table.unit_prices.empty() ? "" : unit_prices(table, facility)) + "備考\n" + Notes{facility}.text(table) +
           equipment_prices(table) + ticket_prices(table, facility);
}

std::string facility_tables(const Facility& facility) {
    std::string text = "== " + facility.name.ja + "\n";
    for (const auto day : fee_table_days(facility))
        text += text_of(fee_table(facility, day), facility);
    return text + refund_table(facility) + "\n";
}

} // namespace

std::string fee_tables(const Town& town) {
    std::string text = "各行は、許可の日に施行されているものによる。根拠に（使用日）とある行は、使用の日に施行されてい"
                       "るものによる。\n";
    for (const auto& facility : town.facilities)
        text += facility_tables(facility);
    return text + reduction_table(town);
}

} // namespace hiroba::services
