#include "persistence/engine/migrations.hpp"

#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/detail/migration_plan.hpp"

#include <exception>
#include <string>

namespace hiroba::persistence {
namespace {

using detail::Connection;
using detail::Migration;
using detail::RecordedMigration;

constexpr std::string_view create_history =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "version SMALLINT NOT NULL, name VARCHAR(120) NOT NULL, checksum VARCHAR(16) NOT NULL, finished SMALLINT NOT NULL, "
    "CONSTRAINT pk_schema_migration PRIMARY KEY (version))";
constexpr Sql has_history_sqlite("SELECT count(*) FROM sqlite_master WHERE name = 'schema_migration'");
constexpr Sql has_history_mariadb("SELECT count(*) FROM information_schema.tables "
                                  "WHERE table_schema = DATABASE() AND table_name = 'schema_migration'");
constexpr Sql select_history("SELECT version, name, checksum, finished FROM schema_migration ORDER BY version");
constexpr Sql insert_record("INSERT INTO schema_migration (version, name, checksum, finished) "
                            "VALUES (:version, :name, :checksum, :finished)");
constexpr Sql finish_record("UPDATE schema_migration SET finished = 1 WHERE version = :version");

// Texts compare byte by byte, blanks at the end included, as on SQLite.
constexpr std::string_view mariadb_collation = "utf8mb4_nopad_bin";

std::vector<RecordedMigration> read_history(Session& session) {
    std::vector<RecordedMigration> history;
    for (auto& [version, name, checksum, finished] :
         session.select<std::int64_t, std::string, std::string, std::int64_t>(select_history)) {
        history.push_back({version, std::move(name), std::move(checksum), finished != 0});
    }
    return history;
}

void record(Session& session, const Migration& migration, bool finished) {
    session.execute(insert_record, {{"version", migration.version},
                                    {"name", migration.name},
                                    {"checksum", migration.checksum},
                                    {"finished", finished ? 1 : 0}});
}

std::span<const Migration> pending(std::span<const Migration> plan, std::span<const RecordedMigration> history) {
    if (const auto wrong = detail::contradiction(plan, history); !wrong.empty()) throw DatabaseError(wrong);
    return plan.subspan(history.size());
}

// "{auto_id}" is what the engines cannot agree on: a 64-bit key that the database counts up.
std::string for_engine(std::string statement, Engine engine) {
    constexpr std::string_view token = "{auto_id}";
    const std::string_view meaning = engine == Engine::sqlite ? "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
                                                              : "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY";
    for (auto at = statement.find(token); at != std::string::npos; at = statement.find(token)) {
        statement.replace(at, token.size(), meaning);
    }
    return statement;
}

void run_file(Connection& connection, const Migration& migration) {
    for (auto& statement : detail::split_statements(migration.text)) {
        connection.run(for_engine(std::move(statement), connection.engine()));
    }
}

// Rolls back what an exception leaves open.
class OpenTransaction {
public:
    explicit OpenTransaction(Connection& connection) : connection_(connection) { connection_.begin_write(); }
    OpenTransaction(const OpenTransaction&) = delete;
    OpenTransaction& operator=(const OpenTransaction&) = delete;
    ~OpenTransaction() { connection_.rollback(); }

private:
    Connection& connection_;
};

// Tables that others refer to are made anew under the same name: meanwhile the references are not looked at. SQLite
// takes this setting only outside a transaction.
class ForeignKeysOff {
public:
    explicit ForeignKeysOff(Connection& connection) : connection_(connection) {
        connection_.run("PRAGMA foreign_keys = OFF");
    }
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
    ~ForeignKeysOff() {
        try {
            connection_.run("PRAGMA foreign_keys = ON");
        } catch (...) {
            std::terminate(); // a connection that goes on without them would write what nothing refers to
        }
    }

private:
    Connection& connection_;
};

void check_foreign_keys(Connection& connection) {
    if (const auto table = connection.ask("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"); !table.empty())
        throw DatabaseError("a row of " + table + " refers to a row that is not there");
}

// Schema changes are part of SQLite's transaction: everything or nothing, and one process at a time.
void migrate_sqlite(Connection& connection, std::span<const Migration> plan) {
    const ForeignKeysOff foreign_keys_off(connection);
    const OpenTransaction transaction(connection);
    connection.run(create_history);
    Session session(connection);
    const auto files = pending(plan, read_history(session));
    for (const Migration& migration : files) {
        run_file(connection, migration);
        record(session, migration, true);
    }
    if (!files.empty()) check_foreign_keys(connection);
    connection.commit();
}

// On a cluster, COMMIT may meet another process that migrates through another node.
template <class Work>
void in_transaction(Connection& connection, Work&& work) {
    constexpr int tries = 5;
    for (int number = 1;; ++number) {
        const OpenTransaction transaction(connection);
        try {
            Session session(connection);
            work(session);
            return connection.commit();
        } catch (const TransactionConflict& conflict) {
            if (number >= tries) throw DatabaseBusy(conflict.what());
        }
    }
}

// Every schema change commits by itself. The record made before is what other processes stumble over.
void run_marked(Connection& connection, const Migration& migration) {
    try {
        in_transaction(connection, [&](Session& session) { record(session, migration, false); });
    } catch (const DuplicateKey&) {
        throw DatabaseError("another process migrates: " + migration.name);
    }
    try {
        run_file(connection, migration);
    } catch (const TransactionConflict& conflict) {
        throw DatabaseError(conflict.what());
    }
    in_transaction(connection, [&](Session& session) {
        session.execute(finish_record, {{"version", migration.version}});
    });
}

void migrate_mariadb(Connection& connection, std::span<const Migration> plan) {
    if (connection.ask("SELECT @@collation_database") != mariadb_collation) {
        connection.run("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE " + std::string(mariadb_collation));
    }
    connection.run(create_history);
    std::vector<RecordedMigration> history;
    in_transaction(connection, [&](Session& session) { history = read_history(session); });
    for (const Migration& migration : pending(plan, history)) {
        run_marked(connection, migration);
    }
}

} // namespace

void migrate(Database& database) { migrate(database, embedded_migrations()); }

void migrate(Database& database, std::span<const MigrationFile> files) {
    const auto plan = detail::plan_migrations(files, database.engine());
    database.backend().maintain([&](Connection& connection) {
        if (database.engine() == Engine::sqlite) return migrate_sqlite(connection, plan);
        migrate_mariadb(connection, plan);
    });
}

bool migrations_current(Database& database) { return migrations_current(database, embedded_migrations()); }

bool migrations_current(Database& database, std::span<const MigrationFile> files) {
    const auto plan = detail::plan_migrations(files, database.engine());
    return database.read([&](Session& session) {
        const bool is_sqlite = session.engine() == Engine::sqlite;
        const auto tables = session.select_one<std::int64_t>(is_sqlite ? has_history_sqlite : has_history_mariadb);
        if (std::get<0>(*tables) == 0) return false;
        const auto history = read_history(session);
        return history.size() == plan.size() && detail::contradiction(plan, history).empty();
    });
}

} // namespace hiroba::persistence
