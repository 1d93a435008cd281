#include "services/booking/booking_number.hpp"

#include <cstdint>
#include <sodium.h>
#include <string_view>

namespace hiroba::services {

std::string new_booking_number() {
    constexpr std::string_view alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string number;
    for (int i = 0; i < 8; ++i) {
        if (i == 4) number += '-';
        number += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return number;
}

} // namespace hiroba::services
