// What an account may do.
#pragma once

#include <optional>
#include <string_view>

namespace hiroba {

enum class Role {
    resident, // books and pays for itself
    desk,     // 窓口: sees the board, books for people
    finance,  // 会計課: collections and exports
    approver, // 決裁: drafts that come to their post, nothing else of the desk's
};

[[nodiscard]] std::string_view name_of(Role role); // "resident"
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

} // namespace hiroba
