#include "domain/fees/fee_rules.hpp"

namespace hiroba {

std::string_view name_of(SurchargeKind kind) {
    switch (kind) {
    case SurchargeKind::admission:
        return "admission";
    case SurchargeKind::commercial:
        return "commercial";
    case SurchargeKind::out_of_town:
        return "out_of_town";
    }
    return {};
}

std::string_view name_of(Composition composition) {
    return composition == Composition::multiplicative ? "multiplicative" : "additive";
}

std::string_view name_of(ExtensionBase base) {
    switch (base) {
    case ExtensionBase::adjoining_band:
        return "adjoining_band";
    case ExtensionBase::step_price:
        return "step_price";
    case ExtensionBase::basic_fee:
        return "basic_fee";
    }
    return {};
}

std::string_view name_of(RoundingStep step) {
    switch (step) {
    case RoundingStep::component:
        return "component";
    case RoundingStep::total:
        return "total";
    case RoundingStep::after_tax:
        return "after_tax";
    }
    return {};
}

std::string_view name_of(RoundingDirection direction) {
    switch (direction) {
    case RoundingDirection::down:
        return "down";
    case RoundingDirection::up:
        return "up";
    case RoundingDirection::half_up:
        return "half_up";
    }
    return {};
}

} // namespace hiroba
