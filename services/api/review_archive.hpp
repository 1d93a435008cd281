// 審査票の書出し: what a town's own approval system takes over of an application: metadata,
// tables and papers in one ZIP.
#pragma once

#include "services/api/review_json.hpp"
#include "services/issuing/issue.hpp"

#include <string>
#include <vector>

namespace hiroba::services::api {

// metadata.json (the review as the contract has it, with when and by whom it was exported, and the list of the papers),
// bookings.csv, decisions.csv and history.csv (UTF-8 with byte order mark), and the papers as PDF. What each column
// means stands in the contract (exportReview).
[[nodiscard]] std::string review_archive(const ReviewView& view, const Shown& shown, const std::string& exported_by,
                                         std::vector<FiledPaper> papers);

} // namespace hiroba::services::api
