// 使用料の構成: the three parts of a fee. Each is reduced, rounded and booked to an account by itself.
#pragma once

#include "domain/core/ids.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace hiroba {

enum class FeeComponent {
    facility,   // 施設使用料, with early use and extension
    additional, // 冷暖房・照明
    equipment,  // 附属設備
};
inline constexpr std::array fee_components = {FeeComponent::facility, FeeComponent::additional,
                                              FeeComponent::equipment};
[[nodiscard]] std::string_view name_of(FeeComponent component); // "facility"
[[nodiscard]] std::optional<FeeComponent> fee_component_named(std::string_view name);

// Something for each component: percentages, account codes.
template <class T>
using ByComponent = std::array<T, fee_components.size()>;
[[nodiscard]] constexpr std::size_t index_of(FeeComponent component) { return static_cast<std::size_t>(component); }

// 款項目節 under which each component is collected.
using AccountCodes = ByComponent<AccountCode>;

} // namespace hiroba
