#include "services/payment/refunding.hpp"

#include "persistence/repositories/ticket_books.hpp"
#include "services/accounts/passwords.hpp"
#include "services/board/look_log.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refund_requests.hpp"

namespace hiroba::services {
namespace {

using persistence::PayableRefund;
using persistence::Refund;
using persistence::RefundPayout;
using persistence::Session;

constexpr int most_listed = 200;

// All that the application is given back, however many refunds it is made of.
Yen given_back_together(Session& session, ApplicationId application) {
    Yen sum;
    for (const Refund& refund : persistence::refunds_of(session, application))
        if (refund.state != RefundState::taken_back && refund.state != RefundState::set_off) sum += refund.amount;
    return sum;
}

bool needs_second(Session& session, const Town& town, const Refund& refund) {
    return town.money.second_person_above &&
           given_back_together(session, refund.application) > *town.money.second_person_above;
}

// Does `act` to the refund while nobody else can change its application.
template <class Act>
Result<RefundFile> change(const Context& context, RefundId id, const Act& act) {
    const auto town = context.catalog.current();
    auto changed = context.database.transact([&](Session& session) -> Result<RefundFile> {
        const auto found = persistence::find_refund(session, id);
        if (!found) return refuse("refund_not_found");
        persistence::lock_application(session, found->application);
        const auto refund = *persistence::find_payable_refund(session, id);
        auto after = act(session, town->town, refund);
        if (!after) return tl::unexpected(after.error());
        return as_staff_see(session, town->town, std::move(*after));
    });
    context.payment_bell.ring();
    return changed;
}

struct Approver {
    AccountId by;
    const std::string& new_ref; // made outside: a unit of work may run more than once
    Instant now;
};

// The first of two has approved; nothing moves yet.
Result<PayableRefund> approve_first(Session& session, const PayableRefund& refund, const Approver& approver) {
    RefundPayout payout = refund.payout;
    payout.approval.first_by = approver.by;
    payout.approval.first_at = approver.now;
    return settle_refund(
        session, refund,
        {.event = RefundEvent::first_approved, .evidence = "", .by = approver.by, .payout = std::move(payout)},
        approver.now);
}

Result<PayableRefund> approve(Session& session, const payments::Gateways& gateways, const PayableRefund& refund,
                              const Approver& approver) {
    if (const auto possible = next(refund.refund.state, RefundEvent::approved); !possible)
        return tl::unexpected(possible.error());
    RefundPayout payout = refund.payout;
    payout.approval.by = approver.by;
    payout.approval.at = approver.now;
    check_way(session, gateways, refund, payout);
    if (payout.attempt)
        payout.request = new_request(session, gateways, refund.refund, *payout.attempt, approver.new_ref, approver.now);
    if (payout.request) {
        payout.sendings = 1;
        payout.next_step_at = approver.now;
    }
    return settle_refund(session, refund,
                         {.event = RefundEvent::approved, .evidence = "", .by = approver.by, .payout = payout},
                         approver.now);
}

} // namespace

RefundFile as_staff_see(Session& session, const Town& town, PayableRefund refund) {
    auto application = *persistence::find_application(session, refund.refund.application);
    const auto holder = persistence::find_account(session, application.account);
    std::optional<std::string> provider;
    if (refund.payout.attempt) provider = persistence::find_attempt(session, *refund.payout.attempt)->provider;
    const bool second = needs_second(session, town, refund.refund);
    auto history = persistence::history_of(session, refund.refund.id);
    const auto book = refund.refund.ground == persistence::RefundGround::tickets
                          ? persistence::find_ticket_book(session, refund.refund.application)
                          : std::nullopt; // whose buyer may have no account
    std::string name = book ? book->holder : holder ? holder->display_name : std::string{};
    return {std::move(refund), std::move(application), std::move(name), std::move(provider), second,
            std::move(history)};
}

std::vector<RefundFile> refunds_to_pay(const Context& context, AccountId staff) {
    const auto town = context.catalog.current();
    log_look(context, staff, "refunds", "due");
    return context.database.read([&](Session& session) {
        std::vector<RefundFile> files;
        for (auto& refund : persistence::refunds_due(session, most_listed)) {
            auto payout = persistence::payout_of(session, refund.id);
            files.push_back(as_staff_see(session, town->town, {std::move(refund), std::move(payout)}));
        }
        return files;
    });
}

Result<RefundFile> refund_file(const Context& context, AccountId staff, RefundId id) {
    const auto town = context.catalog.current();
    auto file = context.database.read([&](Session& session) -> Result<RefundFile> {
        auto refund = persistence::find_payable_refund(session, id);
        if (!refund) return refuse("refund_not_found");
        return as_staff_see(session, town->town, std::move(*refund));
    });
    if (file) log_look(context, staff, "refund", std::to_string(id.value()));
    return file;
}

Result<RefundFile> approve_refund(const Context& context, AccountId staff, RefundId id) {
    const std::string ref = random_uuid();
    const Approver approver{staff, ref, context.clock.now()};
    return change(context, id, [&](Session& session, const Town& town, const PayableRefund& refund) {
        if (refund.refund.state == RefundState::set_off || refund.refund.state == RefundState::taken_back ||
            !needs_second(session, town, refund.refund))
            return approve(session, context.gateways, refund, approver);
        const auto first = refund.refund.decided_by ? refund.refund.decided_by : refund.payout.approval.first_by;
        if (!first) return approve_first(session, refund, approver);
        if (*first == staff) return Result<PayableRefund>{refuse("second_person_needed")};
        return approve(session, context.gateways, refund, approver);
    });
}

Result<RefundFile> retry_refund(const Context& context, AccountId staff, RefundId id) {
    const std::string ref = random_uuid();
    const Instant now = context.clock.now();
    return change(context, id, [&](Session& session, const Town&, const PayableRefund& refund) {
        if (const auto possible = next(refund.refund.state, RefundEvent::retried); !possible)
            return Result<PayableRefund>{tl::unexpected(possible.error())};
        RefundPayout payout = refund.payout;
        if (!payout.attempt) return Result<PayableRefund>{refuse("no_provider")};
        payout.request = new_request(session, context.gateways, refund.refund, *payout.attempt, ref, now);
        if (!payout.request) return Result<PayableRefund>{refuse("no_provider")};
        ++payout.sendings;
        payout.tries = 0;
        payout.next_step_at = now;
        return settle_refund(session, refund,
                             {.event = RefundEvent::retried,
                              .evidence = refund.payout.fault.value_or(""),
                              .by = staff,
                              .payout = payout},
                             now);
    });
}

Result<RefundFile> report_not_refunded(const Context& context, AccountId staff, RefundId id, const std::string& note) {
    return change(context, id, [&](Session& session, const Town&, const PayableRefund& refund) {
        return settle_refund(session, refund,
                             {.event = RefundEvent::checked_at_provider, .evidence = note, .by = staff},
                             context.clock.now());
    });
}

Result<RefundFile> pay_by_bank_transfer(const Context& context, AccountId staff, const BankTransfer& transfer) {
    const Instant now = context.clock.now();
    return change(context, transfer.refund, [&](Session& session, const Town&, const PayableRefund& refund) {
        if (const auto possible = next(refund.refund.state, RefundEvent::paid_out); !possible)
            return Result<PayableRefund>{tl::unexpected(possible.error())};
        if (transfer.on > to_town_time(now).date) return Result<PayableRefund>{refuse("date_in_future")};
        if (transfer.on < to_town_time(refund.payout.approval.at.value()).date)
            return Result<PayableRefund>{refuse("date_too_early")};
        return pay_out(session, refund,
                       {.way = persistence::PayoutWay::bank_transfer,
                        .reference = transfer.reference,
                        .from_account = bank_account,
                        .on = transfer.on,
                        .by = staff},
                       now);
    });
}

} // namespace hiroba::services
