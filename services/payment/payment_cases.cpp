#include "services/payment/payment_cases.hpp"

#include "persistence/repositories/refund_payouts.hpp"
#include "services/board/look_log.hpp"
#include "services/payment/late_money.hpp"
#include "services/payment/settle_attempt.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::PaymentCase;
using persistence::Session;

constexpr int most_listed = 200;
constexpr int most_steps = 100;

std::span<const CaseAction> offered_for(const PaymentCase& about) {
    return actions_for(about.kind, about.payment ? CaseMoney::recorded : CaseMoney::of_provider);
}

CaseFile file_of(Session& session, PaymentCase about) {
    auto application = *persistence::find_application(session, about.application);
    const auto holder = persistence::find_account(session, application.account);
    const auto offered = offered_for(about);
    std::vector<CaseAction> possible;
    if (about.is_open) possible.assign(offered.begin(), offered.end());
    CaseFile file{.about = std::move(about),
                  .application = std::move(application),
                  .holder = holder ? holder->display_name : "",
                  .possible = std::move(possible),
                  .history = {}};
    if (file.about.attempt) file.attempt = persistence::find_attempt(session, *file.about.attempt);
    if (file.about.payment) file.payment = persistence::find_counter_payment(session, *file.about.payment);
    return file;
}

LateMoney money_of(const PaymentCase& about) {
    if (about.payment) return *about.payment;
    return about.attempt.value();
}

// Whether the booking could stand again at this moment: tried, and undone.
std::optional<Refusal> what_stands_in_the_way(const Context& context, const CaseFile& file, AccountId staff) {
    const auto town = context.catalog.current();
    const Instant now = context.clock.now();
    std::optional<Refusal> in_the_way;
    static_cast<void>(with_pricing_towns(context, file.application.id, [&](const PricingTowns& priced_by) {
        return context.database.transact([&](Session& session) -> Result<void> {
            persistence::lock_application(session, file.application.id);
            const auto seated = seat_again(session, *town, priced_by, money_of(file.about), staff, now);
            in_the_way = seated ? std::nullopt : std::optional{seated.error()};
            return tl::unexpected(in_the_way.value_or(Refusal{"only_tried"}));
        });
    }));
    return in_the_way;
}

// What came is not the town's: the attempt has brought nothing, and its booking waits for another try, or ends by its
// deadline. A live attempt that nobody asks about any more would keep the room for ever.
Result<void> end_attempt(Session& session, const TownInForce& town, AttemptId id, const SettleCase& settlement,
                         Instant now) {
    const auto attempt = persistence::find_attempt(session, id).value();
    if (!attempt.live) return {};
    const auto ended =
        settle_attempt(session, town, attempt,
                       {.event = payments::AttemptEvent::staff_ended,
                        .evidence = "account " + std::to_string(settlement.by.value()) + ": " + settlement.note,
                        .started = std::nullopt,
                        .view = std::nullopt},
                       now);
    return ended ? Result<void>{} : tl::unexpected(ended.error());
}

Result<void> act(Session& session, const TownInForce& town, const PricingTowns& priced_by, const PaymentCase& about,
                 const SettleCase& settlement, Instant now) {
    switch (settlement.action) {
    case CaseAction::seat_again:
        return seat_again(session, town, priced_by, money_of(about), settlement.by, now);
    case CaseAction::refund: {
        const auto refund = refund_late_money(session, money_of(about), settlement.by, settlement.note, now);
        return refund ? Result<void>{} : tl::unexpected(refund.error());
    }
    case CaseAction::ask_again:
        if (about.refund)
            persistence::wake_refund(session, *about.refund, now);
        else
            persistence::wake_attempt(session, about.attempt.value(), now);
        return {};
    case CaseAction::undo_record: {
        if (settlement.note.empty()) return refuse("reason_required");
        const auto payment = *persistence::find_counter_payment(session, about.payment.value());
        return undo_record(session, payment, {settlement.by, now, to_town_time(now).date, settlement.note});
    }
    case CaseAction::dealt_with:
        if (settlement.note.empty()) return refuse("reason_required");
        if (about.kind == PaymentCaseKind::amount_differs)
            return end_attempt(session, town, about.attempt.value(), settlement, now);
        return {};
    case CaseAction::resolved:
        break;
    }
    return refuse("action_not_possible");
}

} // namespace

std::vector<CaseFile> waiting_cases(const Context& context, AccountId staff) {
    log_look(context, staff, "payment_cases", "open");
    return context.database.read([](Session& session) {
        std::vector<CaseFile> files;
        for (auto& about : persistence::open_cases(session, most_listed))
            files.push_back(file_of(session, std::move(about)));
        return files;
    });
}

Result<CaseFile> case_file(const Context& context, AccountId staff, std::int64_t id) {
    auto file = context.database.read([&](Session& session) -> Result<CaseFile> {
        auto about = persistence::find_case(session, id);
        if (!about) return refuse("case_not_found");
        auto read = file_of(session, std::move(*about));
        read.history = persistence::case_history(session, id);
        if (read.attempt) read.steps = persistence::steps_of(session, read.attempt->id, most_steps);
        return read;
    });
    if (!file) return file;
    log_look(context, staff, "payment_case", std::to_string(id));
    if (std::ranges::find(file->possible, CaseAction::seat_again) != file->possible.end())
        file->cannot_seat = what_stands_in_the_way(context, *file, staff);
    if (file->cannot_seat) std::erase(file->possible, CaseAction::seat_again);
    return file;
}

Result<CaseFile> settle_case(const Context& context, const SettleCase& settlement) {
    const auto town = context.catalog.current();
    const Instant now = context.clock.now();
    const auto about =
        context.database.read([&](Session& session) { return persistence::find_case(session, settlement.id); });
    if (!about) return refuse("case_not_found");
    const auto offered = offered_for(*about);
    if (std::ranges::find(offered, settlement.action) == offered.end()) return refuse("action_not_possible");
    const auto settled = with_pricing_towns(context, about->application, [&](const PricingTowns& priced_by) {
        return context.database.transact([&](Session& session) -> Result<void> {
            persistence::lock_application(session, about->application);
            const bool is_closed = persistence::close_case(session, settlement.id,
                                                           {settlement.action, settlement.by, settlement.note, now});
            if (!is_closed) return refuse("case_settled");
            return act(session, *town, priced_by, *about, settlement, now);
        });
    });
    context.payment_bell.ring();
    context.push_bell.ring();
    if (!settled) return tl::unexpected(settled.error());
    return case_file(context, settlement.by, settlement.id);
}

} // namespace hiroba::services
