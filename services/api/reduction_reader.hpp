// Evidence and dates of reductions as they come in request bodies.
#pragma once

#include "domain/core/local_time.hpp"
#include "domain/core/refusal.hpp"
#include "services/api/body_reader.hpp"

#include <optional>
#include <string>

namespace hiroba::services::api {

// The day on which staff saw the evidence, as written: of the object of that name, which may be left out.
[[nodiscard]] inline std::optional<std::string> read_seen_evidence(BodyReader& reader, const char* name,
                                                                   bool required = false) {
    auto evidence = reader.object(name, required);
    if (!evidence) return std::nullopt;
    auto seen_on = evidence->word("seen_on");
    evidence->close();
    return seen_on;
}

// `invalid_date`; nothing when there is none.
[[nodiscard]] inline Result<std::optional<LocalDate>> optional_date(const std::optional<std::string>& word) {
    if (!word) return std::nullopt;
    const auto date = LocalDate::parse(*word);
    if (!date) return tl::unexpected(date.error());
    return *date;
}

} // namespace hiroba::services::api
