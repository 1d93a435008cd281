#include "domain/core/role.hpp"

namespace hiroba {

std::string_view name_of(Role role) {
    switch (role) {
    case Role::resident:
        return "resident";
    case Role::desk:
        return "desk";
    case Role::finance:
        return "finance";
    case Role::approver:
        return "approver";
    }
    return {};
}

std::optional<Role> role_named(std::string_view name) {
    for (const auto role : {Role::resident, Role::desk, Role::finance, Role::approver}) {
        if (name_of(role) == name) return role;
    }
    return std::nullopt;
}

} // namespace hiroba
