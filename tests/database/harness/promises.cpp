#include "tests/database/harness/promises.hpp"

#include "tests/database/harness/ledger.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <iterator>
#include <vector>

namespace hiroba::test {

void check_promises(const std::string& url, const std::set<std::int64_t>& acknowledged,
                    const std::set<std::int64_t>& refused) {
    check_promises(whole_entries(*persistence::Database::open({.url = url})), acknowledged, refused);
}

void check_promises(const std::set<std::int64_t>& found, const std::set<std::int64_t>& acknowledged,
                    const std::set<std::int64_t>& refused) {
    std::vector<std::int64_t> lost;
    std::set_difference(acknowledged.begin(), acknowledged.end(), found.begin(), found.end(), std::back_inserter(lost));
    CHECK(lost.empty());
    std::vector<std::int64_t> unwanted;
    std::set_intersection(refused.begin(), refused.end(), found.begin(), found.end(), std::back_inserter(unwanted));
    CHECK(unwanted.empty());
}

} // namespace hiroba::test
