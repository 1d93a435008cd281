// A change as it comes in a request body, into the domain's terms.
#pragma once

#include "services/api/body_reader.hpp"
#include "services/booking/change.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services::api {

// The words of it; `change_command` then says what is wrong with them.
struct ChangeBody {
    std::string booking;
    std::string scope;
    std::optional<std::string> space;
    std::optional<std::string> date;
    std::optional<std::string> band;
    std::optional<std::string> start;
    std::optional<std::string> end;
    std::optional<std::int64_t> nights;
    std::optional<std::vector<EquipmentWish>> equipment;
    TermsChange terms;
    std::optional<DeclaredChange> declared;
    std::optional<std::int64_t> version;
    std::string words; // to who decides it
};
[[nodiscard]] ChangeBody read_change_body(BodyReader& reader);
// `invalid_date`, `invalid_time`, `empty_time_range`, `time_range_required`.
[[nodiscard]] Result<ChangeCommand> change_command(ApplicationId id, const ChangeBody& body);

} // namespace hiroba::services::api
