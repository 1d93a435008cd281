#include "domain/fees/rates.hpp"

namespace hiroba {

std::string_view name_of(UserClass user_class) {
    switch (user_class) {
    case UserClass::in_town:
        return "in_town";
    case UserClass::out_of_town:
        return "out_of_town";
    }
    return {};
}

std::optional<UserClass> user_class_named(std::string_view name) {
    for (const auto user_class : {UserClass::in_town, UserClass::out_of_town}) {
        if (name_of(user_class) == name) return user_class;
    }
    return std::nullopt;
}

} // namespace hiroba
