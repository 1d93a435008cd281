#include "persistence/repositories/posts.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql update_holder = "UPDATE post_holder SET last_date = :last_date WHERE account_id = :account_id"
                              " AND post_code = :post_code AND first_date = :first_date";
constexpr Sql insert_holder = "INSERT INTO post_holder (post_code, account_id, first_date, last_date)"
                              " VALUES (:post_code, :account_id, :first_date, :last_date)";
constexpr Sql select_holders =
    "SELECT h.post_code, h.account_id, h.first_date, h.last_date, a.display_name FROM post_holder h"
    " JOIN account a ON a.account_id = h.account_id ORDER BY h.post_code, h.first_date, h.account_id";
constexpr Sql insert_deputy_row =
    "INSERT INTO deputy (deputy_id, post_code, account_id, first_date, last_date, made_by, made_at_ms)"
    " VALUES (:deputy_id, :post_code, :account_id, :first_date, :last_date, :made_by, :made_at_ms)";
constexpr Sql select_deputy =
    "SELECT d.deputy_id, d.post_code, d.account_id, d.first_date, d.last_date, d.made_by, d.made_at_ms, a.display_name"
    " FROM deputy d JOIN account a ON a.account_id = d.account_id"
    " WHERE d.deputy_id = :deputy_id AND d.ended_at_ms IS NULL";
constexpr Sql select_deputies =
    "SELECT d.deputy_id, d.post_code, d.account_id, d.first_date, d.last_date, d.made_by, d.made_at_ms, a.display_name"
    " FROM deputy d JOIN account a ON a.account_id = d.account_id"
    " WHERE d.last_date >= :from_date AND d.ended_at_ms IS NULL ORDER BY d.post_code, d.first_date, d.deputy_id";
constexpr Sql end_row = "UPDATE deputy SET ended_by = :ended_by, ended_at_ms = :ended_at_ms"
                        " WHERE deputy_id = :deputy_id AND ended_at_ms IS NULL";
constexpr Sql select_held = "SELECT post_code, first_date, last_date FROM post_holder WHERE account_id = :account_id";
constexpr Sql select_deputised = "SELECT post_code, first_date, last_date FROM deputy"
                                 " WHERE account_id = :account_id AND ended_at_ms IS NULL";

std::vector<Deputy> select(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<Deputy> found;
    for (auto& [id, post, account, first, last, by, at, name] :
         session.select<std::int64_t, PostCode, AccountId, LocalDate, LocalDate, AccountId, Instant, std::string>(
             sql, binds))
        found.push_back({id, std::move(post), account, first, last, by, at, std::move(name)});
    return found;
}

} // namespace

void save_post_holder(Session& session, const PostHolder& holder) {
    const Binds binds{{"post_code", holder.post},
                      {"account_id", holder.account},
                      {"first_date", holder.first},
                      {"last_date", holder.last}};
    if (session.execute(update_holder, binds) == 0) session.execute(insert_holder, binds);
}

std::vector<PostHolder> post_holders(Session& session) {
    std::vector<PostHolder> holders;
    for (auto& [post, account, first, last, name] :
         session.select<PostCode, AccountId, LocalDate, std::optional<LocalDate>, std::string>(select_holders))
        holders.push_back({std::move(post), account, first, last, std::move(name)});
    return holders;
}

void insert_deputy(Session& session, const Deputy& deputy) {
    session.execute(insert_deputy_row, {{"deputy_id", deputy.id},
                                        {"post_code", deputy.post},
                                        {"account_id", deputy.account},
                                        {"first_date", deputy.first},
                                        {"last_date", deputy.last},
                                        {"made_by", deputy.made_by},
                                        {"made_at_ms", deputy.made_at}});
}

std::optional<Deputy> find_deputy(Session& session, std::int64_t id) {
    auto found = select(session, select_deputy, {{"deputy_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Deputy> deputies(Session& session, LocalDate from) {
    return select(session, select_deputies, {{"from_date", from}});
}

bool end_deputy(Session& session, std::int64_t id, AccountId by, Instant now) {
    return session.execute(end_row, {{"deputy_id", id}, {"ended_by", by}, {"ended_at_ms", now}}) == 1;
}

std::vector<HeldPost> posts_held(Session& session, AccountId account) {
    std::vector<HeldPost> held;
    for (auto& [post, first, last] :
         session.select<PostCode, LocalDate, std::optional<LocalDate>>(select_held, {{"account_id", account}}))
        held.push_back({std::move(post), false, first, last});
    for (auto& [post, first, last] :
         session.select<PostCode, LocalDate, LocalDate>(select_deputised, {{"account_id", account}}))
        held.push_back({std::move(post), true, first, last});
    return held;
}

} // namespace hiroba::persistence
