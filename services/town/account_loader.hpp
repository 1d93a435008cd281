// Accounts from a file, for trying Hiroba out (demo_accounts.toml).
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/role.hpp"
#include "domain/fees/rates.hpp"
#include "services/town/town_error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace hiroba::services {

struct AccountEntry {
    std::string login_name; // as a code: small letters, digits and `_`
    std::string display_name;
    Role role = Role::resident;
    UserClass user_class = UserClass::in_town;
    std::string password;
    std::vector<PostCode> posts{};         // held from `posts_from` on
    std::optional<LocalDate> posts_from{}; // left out: from the day of loading
    std::optional<LocalDate> posts_until{};
};

// The accounts, or everything that is wrong with the file (named `file_name` in the faults).
[[nodiscard]] tl::expected<std::vector<AccountEntry>, std::vector<TownError>>
load_accounts(std::string_view text, const std::string& file_name);
[[nodiscard]] tl::expected<std::vector<AccountEntry>, std::vector<TownError>>
load_accounts(const std::filesystem::path& file);

} // namespace hiroba::services
