#include "services/issuing/superseded.hpp"

#include "domain/core/japanese_era.hpp"
#include "services/issuing/permits_in_force.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Decision;
using persistence::IssuedDocument;
using persistence::Obligation;

std::string named(const Decision& decision) { return era_date(decision.decided_on) + "付け" + decision.number; }

bool is_about(const Decision& decision, const Booking& booking) {
    return std::ranges::find(decision.bookings, booking.id) != decision.bookings.end();
}

// The first change permit after it that holds for one of the uses that it held for.
const Decision* replaced_by(const ApplicationView& view, const Decision& permit) {
    const Decision* before = nullptr; // the decision before which we look
    for (auto at = view.decisions.rbegin(); at != view.decisions.rend(); ++at) {
        if (at->id == permit.id) break;
        if (at->kind == DecisionKind::change_permit) before = &*at;
    }
    if (before == nullptr) return nullptr;
    const auto held = permits_in_force(view, view.bookings, before);
    return std::ranges::find(held, &permit) == held.end() ? nullptr : before;
}

const Decision* newest_revocation(const ApplicationView& view, const Booking& booking) {
    const Decision* newest = nullptr;
    for (const Decision& decision : view.decisions)
        if (decision.kind == DecisionKind::revocation && is_about(decision, booking)) newest = &decision;
    return newest;
}

// Why the use is not permitted any more; empty while it is, or was until it was over.
std::string end_of(const ApplicationView& view, const Booking& booking) {
    if (booking.state == BookingState::cancelled) return "取消済（使用者の申出による）";
    if (booking.state == BookingState::expired) return "失効（納期限の経過）";
    if (booking.state != BookingState::revoked) return {};
    const Decision* revocation = newest_revocation(view, booking);
    return revocation == nullptr ? "取消済" : "取消済（" + named(*revocation) + "）";
}

std::vector<Booking> held_by(const ApplicationView& view, const Decision& permit) {
    std::vector<Booking> held;
    std::ranges::copy_if(view.bookings, std::back_inserter(held), [&](const Booking& booking) {
        const auto permits = permits_in_force(view, {booking});
        return std::ranges::find(permits, &permit) != permits.end();
    });
    return held;
}

std::vector<std::string> marks_of_permit(const ApplicationView& view, const Decision& permit) {
    if (const Decision* change = replaced_by(view, permit))
        return {"この許可書は、" + named(*change) + "の変更許可により効力を失いました"};
    const auto held = held_by(view, permit);
    std::vector<std::string> ends;
    for (const Booking& booking : held)
        if (auto end = end_of(view, booking); !end.empty()) ends.push_back(std::move(end));
    const bool is_part = ends.size() < held.size();
    std::vector<std::string> marks;
    for (const std::string& end : ends) {
        const std::string mark = is_part ? "一部" + end : end;
        if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(mark);
    }
    return marks;
}

std::vector<std::string> marks_of_notice(const ApplicationView& view, const Obligation& obligation) {
    if (obligation.state == "paid") return {"納付済"};
    if (obligation.state != "released") return {};
    const bool is_replaced = std::ranges::any_of(view.obligations, [&](const Obligation& other) {
        return other.id.value() > obligation.id.value() && other.state != "released";
    });
    return {is_replaced ? "この納入通知書は、額の変更により効力を失いました（新しい納入通知書をご覧ください）"
                        : "この納入通知書は効力を失いました（納付の必要はありません）"};
}

} // namespace

std::vector<std::string> superseded_marks(const ApplicationView& view, const IssuedDocument& document) {
    if (document.kind == DocumentKind::permit || document.kind == DocumentKind::change_permit) {
        const auto permit = std::ranges::find(view.decisions, DecisionId{document.subject}, &Decision::id);
        return permit == view.decisions.end() ? std::vector<std::string>{} : marks_of_permit(view, *permit);
    }
    if (document.kind != DocumentKind::payment_notice) return {};
    const auto obligation = std::ranges::find(view.obligations, ObligationId{document.subject}, &Obligation::id);
    return obligation == view.obligations.end() ? std::vector<std::string>{} : marks_of_notice(view, *obligation);
}

} // namespace hiroba::services
