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
    }
    return {};
}

std::optional<Role> role_named(std::string_view name) {
    for (const auto role : {Role::resident, Role::desk, Role::finance}) {
        if (name_of(role) == name) return role;
    }
    return std::nullopt;
}

} // namespace hiroba
