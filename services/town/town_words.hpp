// The words that several parts of a town's files share.
#pragma once

#include "domain/fees/fee_rules.hpp"
#include "domain/fees/rates.hpp"
#include "services/town/toml_reader.hpp"

#include <array>
#include <chrono>

namespace hiroba::services {

inline constexpr std::array user_class_words = {Word<UserClass>{"in_town", UserClass::in_town},
                                                Word<UserClass>{"out_of_town", UserClass::out_of_town}};

inline constexpr std::array rounding_directions = {Word<RoundingDirection>{"down", RoundingDirection::down},
                                                   Word<RoundingDirection>{"up", RoundingDirection::up},
                                                   Word<RoundingDirection>{"half_up", RoundingDirection::half_up}};

inline constexpr std::array weekday_words = {
    Word<std::chrono::weekday>{"monday", std::chrono::Monday},
    Word<std::chrono::weekday>{"tuesday", std::chrono::Tuesday},
    Word<std::chrono::weekday>{"wednesday", std::chrono::Wednesday},
    Word<std::chrono::weekday>{"thursday", std::chrono::Thursday},
    Word<std::chrono::weekday>{"friday", std::chrono::Friday},
    Word<std::chrono::weekday>{"saturday", std::chrono::Saturday},
    Word<std::chrono::weekday>{"sunday", std::chrono::Sunday},
};

} // namespace hiroba::services
