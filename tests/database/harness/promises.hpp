// What was said about entries of the ledger (ledger.hpp), held against what is there.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace hiroba::test {

// Everything acknowledged is there, nothing refused is, and no entry is there by half. Checked with doctest.
void check_promises(const std::string& url, const std::set<std::int64_t>& acknowledged,
                    const std::set<std::int64_t>& refused);
void check_promises(const std::set<std::int64_t>& found, const std::set<std::int64_t>& acknowledged,
                    const std::set<std::int64_t>& refused);

} // namespace hiroba::test
