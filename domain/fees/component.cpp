#include "domain/fees/component.hpp"

#include <algorithm>

namespace hiroba {

std::string_view name_of(FeeComponent component) {
    switch (component) {
    case FeeComponent::facility:
        return "facility";
    case FeeComponent::additional:
        return "additional";
    case FeeComponent::equipment:
        return "equipment";
    }
    return {};
}

std::optional<FeeComponent> fee_component_named(std::string_view name) {
    const auto found =
        std::ranges::find(fee_components, name, [](FeeComponent component) { return name_of(component); });
    return found == fee_components.end() ? std::nullopt : std::optional{*found};
}

} // namespace hiroba
