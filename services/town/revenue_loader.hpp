// 科目・指定管理者・回数券・減免: whose revenue the fees are, under which accounts, and who pays less of them.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/scope_loader.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

// An account code under that key.
[[nodiscard]] AccountCode read_account_code(TableReader& table, std::string_view key);
// Reads [accounts]; what it does not name is as in `otherwise`.
[[nodiscard]] std::optional<AccountCodes> load_account_codes(TableReader& table, const AccountCodes& otherwise);

// "T" and 13 digits with their check digit, under `registration_number`.
[[nodiscard]] std::string read_registration_number(TableReader& table);
// Reads [manager].
[[nodiscard]] std::optional<DesignatedManager> load_manager(TableReader& file);

// The price class under `price_class`, when there is one: `unknown_price_class` {price_class}.
[[nodiscard]] std::optional<PriceClassCode> read_price_class(TableReader& table,
                                                             const std::vector<PriceClass>& classes);

// Reads [[ticket]].
[[nodiscard]] std::vector<Ticket> load_tickets(TableReader& file, const std::set<std::string>& spaces,
                                               const std::vector<PriceClass>& classes, const Text& article,
                                               TownCodes& codes);

// Reads [[reduction]] of town.toml.
[[nodiscard]] std::vector<ReductionClass> load_reductions(TableReader& town);

} // namespace hiroba::services
