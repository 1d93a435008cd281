#include "tests/database/harness/ledger.hpp"

#include "persistence/engine/migrations.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <string>

namespace hiroba::test {

using namespace hiroba::persistence;

namespace {

constexpr int children = 3;
constexpr std::string_view schema = R"(
CREATE TABLE parent (
    id BIGINT NOT NULL,
    payload VARCHAR(2000) NOT NULL,
    CONSTRAINT pk_parent PRIMARY KEY (id)
);
CREATE TABLE child (
    parent_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT pk_child PRIMARY KEY (parent_id, number)
);
)";

} // namespace

void create_ledger(Database& database) {
    const std::array files{MigrationFile{"0001_ledger.sql", schema}};
    migrate(database, files);
}

void write_entry(Session& session, std::int64_t id) {
    static constexpr Sql insert_parent("INSERT INTO parent (id, payload) VALUES (:id, :payload)");
    static constexpr Sql insert_child("INSERT INTO child (parent_id, number) VALUES (:parent_id, :number)");
    session.execute(insert_parent, {{"id", id}, {"payload", std::string(500, 'x')}});
    for (int number = 0; number < children; ++number) {
        session.execute(insert_child, {{"parent_id", id}, {"number", number}});
    }
}

std::set<std::int64_t> whole_entries(Database& database) {
    return database.read([](Session& session) {
        std::set<std::int64_t> parents;
        for (const auto& [id] : session.select<std::int64_t>("SELECT id FROM parent")) {
            parents.insert(id);
        }
        std::size_t with_children = 0;
        for (const auto& [id, count] :
             session.select<std::int64_t, std::int64_t>("SELECT parent_id, count(*) FROM child GROUP BY parent_id")) {
            if (!parents.contains(id) || count != children)
                throw std::runtime_error("half an entry: " + std::to_string(id));
            ++with_children;
        }
        if (with_children != parents.size()) throw std::runtime_error("a parent without children");
        return parents;
    });
}

} // namespace hiroba::test
