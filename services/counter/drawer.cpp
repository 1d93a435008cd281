#include "services/counter/drawer.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/finance/collections.hpp"
#include "services/log.hpp"
#include "services/payment/posting.hpp"

namespace hiroba::services {
namespace {

using persistence::DrawerShift;
using persistence::Session;

constexpr int shifts_listed = 2'000;

ShiftFile file_of(Session& session, DrawerShift shift) {
    const ShiftId id = shift.id;
    return {std::move(shift), persistence::entries_of(session, id), persistence::counts_of(session, id)};
}

// Who was faster: they hold the drawer, or this person holds another one.
Refusal cannot_open(Session& session, const DrawerCode& drawer) {
    if (const auto open = persistence::open_shift_of(session, drawer))
        return Refusal{"drawer_is_open", {{"holder", open->holder}}};
    return Refusal{"holds_another_drawer"};
}

std::optional<Refusal> cannot_close(const std::optional<DrawerShift>& shift, const persistence::Account& staff,
                                    const CloseDrawerCommand& command) {
    if (!shift) return Refusal{"shift_not_found"};
    if (!shift->is_open) return Refusal{"shift_is_closed"};
    if (shift->held_by != staff.id && !command.reason) return Refusal{"not_your_drawer", {{"holder", shift->holder}}};
    return std::nullopt;
}

// Only pieces that are there.
std::vector<CashCount> without_none(std::vector<CashCount> counts) {
    std::erase_if(counts, [](const CashCount& count) { return count.pieces == 0; });
    return counts;
}

} // namespace

std::vector<DrawerStanding> drawers_now(const Context& context) {
    const auto town = context.catalog.current();
    return context.database.read([&](Session& session) {
        std::vector<DrawerStanding> standing;
        for (const Drawer& drawer : town->town.drawers)
            standing.push_back({drawer, persistence::open_shift_of(session, drawer.code)});
        return standing;
    });
}

Result<ShiftFile> shift_file(const Context& context, ShiftId id) {
    return context.database.read([&](Session& session) -> Result<ShiftFile> {
        auto shift = persistence::find_shift(session, id);
        if (!shift) return refuse("shift_not_found");
        return file_of(session, std::move(*shift));
    });
}

Result<ShiftFile> open_drawer(const Context& context, const persistence::Account& staff, const DrawerCode& code,
                              Yen opening_float) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const Drawer* drawer = find_drawer(town->town, code);
    if (drawer == nullptr) return refuse("drawer_not_found");
    const DrawerShift shift{.id = ShiftId{persistence::new_id(now)},
                            .drawer = code,
                            .managed_by = manager_of(town->town, *drawer),
                            .held_by = staff.id,
                            .holder = staff.display_name,
                            .sums = {opening_float, {}, {}},
                            .opened_at = now};
    return context.database.transact([&](Session& session) -> Result<ShiftFile> {
        try {
            persistence::insert_shift(session, shift);
        } catch (const persistence::DuplicateKey&) {
            return tl::unexpected(cannot_open(session, code));
        }
        post_drawer_opened(session, shift, now);
        return file_of(session, *persistence::find_shift(session, shift.id));
    });
}

Result<ShiftFile> close_drawer(const Context& context, const persistence::Account& staff,
                               const CloseDrawerCommand& command) {
    const Instant now = context.clock.now();
    const auto sum = counted(command.counts);
    if (!sum) return tl::unexpected(sum.error());
    const auto work = [&](Session& session) -> Result<ShiftFile> {
        const auto shift = persistence::find_shift(session, command.shift);
        if (auto refusal = cannot_close(shift, staff, command)) return tl::unexpected(std::move(*refusal));
        const Yen expected = expected_in(shift->sums);
        if (*sum != expected && !command.reason)
            return refuse("difference_unexplained", {{"expected_yen", expected.amount()},
                                                     {"counted_yen", sum->amount()},
                                                     {"difference_yen", (*sum - expected).amount()}});
        const persistence::ShiftClosing closing{command.shift, staff.id,      now, without_none(command.counts),
                                                *sum,          command.reason};
        // Something moved in it since it was read: the drawer must be counted anew.
        if (!persistence::close_shift(session, closing, expected)) return refuse("drawer_has_moved");
        post_drawer_closed(session, *shift, *sum, now);
        return file_of(session, *persistence::find_shift(session, command.shift));
    };
    auto closed = context.database.transact(work);
    if (closed && closed->shift.held_by != staff.id)
        log::info("drawer_closed_for_another", {{"shift_id", std::to_string(command.shift.value())},
                                                {"held_by", std::to_string(closed->shift.held_by.value())},
                                                {"closed_by", std::to_string(staff.id.value())}});
    return closed;
}

Result<ShiftFile> look_at_shift(const Context& context, const persistence::Account& staff, ShiftId id,
                                const std::optional<std::string>& note) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<ShiftFile> {
        const auto shift = persistence::find_shift(session, id);
        if (!shift) return refuse("shift_not_found");
        if (shift->is_open) return refuse("shift_is_open");
        if (shift->held_by == staff.id || shift->closed_by == staff.id) return refuse("own_shift");
        if (!persistence::look_again(session, id, staff.id, note, now)) return refuse("already_looked_at");
        return file_of(session, *persistence::find_shift(session, id));
    });
}

Result<std::vector<DrawerShift>> shifts_of_days(const Context& context, LocalDate first, LocalDate last) {
    if (last < first) return refuse("empty_date_range", {{"from", first.iso8601()}, {"to", last.iso8601()}});
    if (last - first > longest_collection_range)
        return refuse("range_too_long", {{"days", std::int64_t{longest_collection_range.count()}}});
    return context.database.read([&](Session& session) -> Result<std::vector<DrawerShift>> {
        return persistence::shifts_between(session, to_instant({first, MinuteOfDay{}}),
                                           to_instant({last + std::chrono::days{1}, MinuteOfDay{}}), shifts_listed);
    });
}

} // namespace hiroba::services
