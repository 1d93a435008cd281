// 添付書類: what may be attached to an application, and how long it is kept.
#pragma once

#include <cstdint>

namespace hiroba {

// Of the whole town.
struct AttachmentRules {
    std::int64_t most_bytes = 10'485'760;               // of one file
    int most_files = 10;                                // of one application
    std::int64_t most_bytes_of_applicant = 104'857'600; // of all of one person's that are kept
    int kept_days = 365;                                // after the last day of use
    friend bool operator==(const AttachmentRules&, const AttachmentRules&) = default;
};

// What no town can allow more of: the front door lets no larger body through.
inline constexpr std::int64_t largest_attachment_bytes = 20'971'520;

} // namespace hiroba
