// 出納: opening a drawer, counting and closing it, and the second look.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/drawers.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// A drawer of the town, and its shift when it is open.
struct DrawerStanding {
    Drawer drawer;
    std::optional<persistence::DrawerShift> shift;
};
// In the town's order.
[[nodiscard]] std::vector<DrawerStanding> drawers_now(const Context& context);

// A shift with everything that moved in it.
struct ShiftFile {
    persistence::DrawerShift shift;
    std::vector<persistence::DrawerEntry> entries;
    std::vector<CashCount> counts;
};
// `shift_not_found`.
[[nodiscard]] Result<ShiftFile> shift_file(const Context& context, ShiftId id);

// From now on the drawer is in the hands of this person, with so much in it. `drawer_not_found`, `drawer_is_open`
// {holder}, `holds_another_drawer`.
[[nodiscard]] Result<ShiftFile> open_drawer(const Context& context, const persistence::Account& staff,
                                            const DrawerCode& drawer, Yen opening_float);

struct CloseDrawerCommand {
    ShiftId shift;
    std::vector<CashCount> counts;
    std::optional<std::string> reason; // of what is over or short, or of closing another's drawer
};
// Counted, the difference posted, the float taken back and the rest waiting to be deposited. A drawer that another
// holds, who is away, is counted by whoever may look at shifts a second time, and says why; somebody else looks then.
// `shift_not_found`, `shift_is_closed`, what `counted` refuses, `not_your_drawer` {holder}, `difference_unexplained`
// {expected_yen, counted_yen, difference_yen}, `drawer_has_moved`.
[[nodiscard]] Result<ShiftFile> close_drawer(const Context& context, const persistence::Account& staff,
                                             const CloseDrawerCommand& command);

// By somebody who neither held nor counted it. `shift_not_found`, `shift_is_open`, `own_shift`, `already_looked_at`.
[[nodiscard]] Result<ShiftFile> look_at_shift(const Context& context, const persistence::Account& staff, ShiftId shift,
                                              const std::optional<std::string>& note);

// Opened on the town's dates `first` to `last`, both included, the newest first. `empty_date_range` {from, to},
// `range_too_long` {days}.
[[nodiscard]] Result<std::vector<persistence::DrawerShift>> shifts_of_days(const Context& context, LocalDate first,
                                                                           LocalDate last);

} // namespace hiroba::services
