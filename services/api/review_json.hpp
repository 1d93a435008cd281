// 審査・決裁・処分 in the shapes of the API contract.
#pragma once

#include "services/api/application_json.hpp"
#include "services/approval/posts.hpp"
#include "services/approval/worklist.hpp"

namespace hiroba::services::api {

[[nodiscard]] nlohmann::json review_json(const ReviewView& view, const Shown& shown);
// With what a draft can choose from.
[[nodiscard]] nlohmann::json review_file_json(const ReviewView& view, const Shown& shown);
[[nodiscard]] nlohmann::json post_json(const PostInTown& post);
[[nodiscard]] nlohmann::json deputy_json(const persistence::Deputy& deputy);

} // namespace hiroba::services::api
