#include "services/town/account_loader.hpp"

#include "services/town/toml_reader.hpp"
#include "services/town/town_loader.hpp"

namespace hiroba::services {
namespace {

Role read_role(TableReader& account) {
    const auto name = account.words("role");
    if (!name) return Role::resident;
    if (const auto role = role_named(*name)) return *role;
    account.fault(account.line_of("role"), "unknown_word",
                  {{"key", "role"}, {"value", *name}, {"allowed", "resident, desk, finance, approver"}});
    return Role::resident;
}

UserClass read_user_class(TableReader& account) {
    const auto name = account.words("user_class");
    if (!name) return UserClass::in_town;
    if (const auto user_class = user_class_named(*name)) return *user_class;
    account.fault(account.line_of("user_class"), "unknown_word",
                  {{"key", "user_class"}, {"value", *name}, {"allowed", "in_town, out_of_town"}});
    return UserClass::in_town;
}

// 職: only staff hold any.
void read_posts(TableReader& account, AccountEntry& entry) {
    for (const auto& post : account.list_if_any("posts")) {
        if (!is_code(post.value))
            account.fault(post.line, "invalid_code", {{"value", post.value}});
        else
            entry.posts.emplace_back(post.value);
    }
    if (account.has("posts_from")) entry.posts_from = account.date("posts_from");
    if (account.has("posts_until")) entry.posts_until = account.date("posts_until");
    if (!entry.posts.empty() && entry.role != Role::desk && entry.role != Role::approver)
        account.fault(account.line_of("posts"), "posts_of_no_staff", {{"value", entry.login_name}});
    if (entry.posts_from && entry.posts_until && *entry.posts_until < *entry.posts_from)
        account.fault(account.line_of("posts_until"), "period_reversed",
                      {{"first", entry.posts_from->iso8601()}, {"last", entry.posts_until->iso8601()}});
}

AccountEntry read_account(TableReader& account) {
    AccountEntry entry;
    entry.login_name = account.code("login_name").value_or("");
    entry.display_name = account.words("display_name").value_or("");
    entry.role = read_role(account);
    entry.user_class = read_user_class(account);
    entry.password = account.words("password").value_or("");
    read_posts(account, entry);
    account.finish();
    return entry;
}

} // namespace

tl::expected<std::vector<AccountEntry>, std::vector<TownError>> load_accounts(std::string_view text,
                                                                              const std::string& file_name) {
    Faults faults;
    std::vector<AccountEntry> entries;
    if (const auto parsed = parse_toml(text, file_name, faults)) {
        TableReader file{*parsed, 1, file_name, faults};
        std::set<std::string> login_names;
        for (auto& account : file.tables("account")) {
            entries.push_back(read_account(account));
            const auto& name = entries.back().login_name;
            if (!name.empty() && !login_names.insert(name).second)
                account.fault(account.line_of("login_name"), "duplicate_code", {{"value", name}, {"kind", "account"}});
        }
        file.finish();
    }
    if (!faults.empty()) return tl::unexpected(faults.first(most_town_errors));
    return entries;
}

tl::expected<std::vector<AccountEntry>, std::vector<TownError>> load_accounts(const std::filesystem::path& file) {
    const auto name = file.filename().string();
    const auto text = read_file(file);
    if (!text) return tl::unexpected(std::vector{TownError{name, 0, "missing_file", {{"name", name}}}});
    return load_accounts(*text, name);
}

} // namespace hiroba::services
