#include "services/cli/check.hpp"

#include "persistence/repositories/audit.hpp"
#include "services/attachments/attachments.hpp"
#include "services/audit/audit_by_town.hpp"
#include "services/finance/trial_balance.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <iterator>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace hiroba::services::cli {
namespace {

using persistence::Finding;
using persistence::Session;

constexpr int rules_of_attachments = 3;

// What is checked now, and how long the one before took.
class Progress {
public:
    explicit Progress(bool is_shown) : is_shown_(is_shown || ::isatty(STDERR_FILENO) == 1) {}
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() { end(); }

    void begin(std::string_view what) {
        end();
        if (is_shown_) fmt::print(stderr, "{} ", what);
        is_under_way_ = true;
        began_ = std::chrono::steady_clock::now();
    }

private:
    void end() {
        if (!is_shown_ || !is_under_way_) return;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
        fmt::print(stderr, "{:.1f} s\n", took.count());
    }

    bool is_shown_;
    bool is_under_way_ = false;
    std::chrono::steady_clock::time_point began_{};
};

std::vector<Finding> audit_balance(persistence::Database& database) {
    std::vector<Finding> findings;
    for (const auto& balance : trial_balance(database).checks)
        if (balance.ledger != balance.tables)
            findings.push_back(
                {std::string{balance.code} + (balance.account ? " " + *balance.account : ""),
                 1,
                 {fmt::format("ledger {} yen, tables {} yen", balance.ledger.amount(), balance.tables.amount())}});
    return findings;
}

std::vector<Finding> audit_attachments(persistence::Database& database, const std::string& folder) {
    const auto faults = check_attachments(database, AttachmentStore{folder});
    std::vector<Finding> findings;
    const auto find = [&](std::string_view invariant, const std::vector<std::string>& names) {
        if (names.empty()) return;
        auto& finding = findings.emplace_back(Finding{std::string{invariant}});
        for (const std::string& name : names)
            finding.add(name);
    };
    find("attachments_have_their_files", faults.missing);
    find("attachments_are_as_stored", faults.altered);
    find("files_have_their_attachments", faults.unknown);
    return findings;
}

std::vector<Finding> find_all(persistence::Database& database, const CheckOptions& options) {
    Progress progress(options.shows_progress);
    auto findings = database.read([&](Session& session) {
        return persistence::audit_rule_by_rule(session,
                                               [&](const persistence::Invariant& rule) { progress.begin(rule.name); });
    });
    progress.begin("bookings against the town's editions");
    std::ranges::move(database.read(audit_by_town), std::back_inserter(findings));
    progress.begin("trial balance");
    std::ranges::move(audit_balance(database), std::back_inserter(findings));
    if (options.attachments.empty()) return findings;
    progress.begin("attachments");
    std::ranges::move(audit_attachments(database, options.attachments), std::back_inserter(findings));
    return findings;
}

} // namespace

int check(persistence::Database& database, const CheckOptions& options) {
    const auto findings = find_all(database, options);
    for (const Finding& finding : findings)
        fmt::print("{}: {} ({})\n", finding.invariant, finding.count, fmt::join(finding.examples, ", "));
    if (!findings.empty()) return 1;
    const std::size_t rules = persistence::invariants().size() + invariants_by_town().size() +
                              (options.attachments.empty() ? 0 : rules_of_attachments);
    fmt::print("{} rules checked, nothing is wrong\n", rules);
    return 0;
}

} // namespace hiroba::services::cli
