// 審査票の書出し: what a town's own approval system takes over of an application: metadata,
// tables and papers in one ZIP.
#pragma once

#include "services/api/review_json.hpp"
#include "services/attachments/attachments.hpp"
#include "services/issuing/issue.hpp"

#include <string>
#include <vector>

namespace hiroba::services::api {

struct FileContents {
    std::vector<FiledPaper> papers;
    std::vector<FiledAttachment> attachments;
};

// metadata.json (the review as the contract has it, with when and by whom it was exported, and the lists of the papers
// and of the attachments), bookings.csv, decisions.csv and history.csv (UTF-8 with byte order mark), the papers as PDF,
// and what was attached, under numbers instead of the names that people gave it. What each column means stands in the
// contract (exportReview).
[[nodiscard]] std::string review_archive(const ReviewView& view, const Shown& shown, const std::string& exported_by,
                                         FileContents contents);

} // namespace hiroba::services::api
