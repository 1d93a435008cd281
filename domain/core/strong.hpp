// A value with a name of its own: two ids of different things cannot be mixed up or calculated with.
#pragma once

#include <compare>
#include <utility>

namespace hiroba {

// Strong<Tag, T> holds one T. It can be made (explicitly), compared, and read; nothing else.
template <class Tag, class T>
class Strong {
public:
    using value_type = T;
    Strong() = default;
    explicit constexpr Strong(T value) : value_(std::move(value)) {}
    [[nodiscard]] constexpr const T& value() const { return value_; }
    friend constexpr auto operator<=>(const Strong&, const Strong&) = default;

private:
    T value_{};
};

} // namespace hiroba
