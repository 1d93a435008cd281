#include "persistence/engine/detail/sqlite_connection.hpp"

#include "persistence/engine/detail/prepared.hpp"
#include "persistence/engine/detail/statement_text.hpp"
#include "persistence/engine/errors.hpp"

#include <fcntl.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hiroba::persistence::detail {
namespace {

namespace sqlite = sqlite_api;

// How long a command beside a running service (a migration, an import) may keep the write lock before we answer busy.
constexpr int busy_timeout_ms = 5000;

// Owners only: the file holds personal data, and SQLite gives its journal the same permissions. Flushing the folder
// makes the new name survive a power cut. A file that is there is not touched: closing it would drop the locks that
// other connections of this process hold on it, and who leaves next elsewhere would take their log away.
void create_when_missing(const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) return;
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) throw DatabaseGone("the database file cannot be opened: " + file.string());
    ::close(descriptor);
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int folder_descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool flushed = folder_descriptor >= 0 && ::fsync(folder_descriptor) == 0;
    if (folder_descriptor >= 0) ::close(folder_descriptor);
    if (!flushed) throw DatabaseGone("the folder of the database cannot be flushed: " + folder.string());
}

std::unique_ptr<soci::session> open_session(const std::filesystem::path& file, SqliteConnection::Access access) {
    if (file.string().find('"') != std::string::npos) throw DatabaseError("a database path cannot contain '\"'");
    if (access == SqliteConnection::Access::read_write) create_when_missing(file);
    try {
        return std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + file.string() + "\"");
    } catch (const soci::soci_error& error) {
        throw DatabaseGone(error.get_error_message() + ": " + file.string());
    }
}

sqlite::sqlite3* handle_of(soci::session& session) {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

soci::sqlite3_statement_backend& backend_of(Prepared& prepared) {
    return *static_cast<soci::sqlite3_statement_backend*>(prepared.statement.get_backend());
}

// "UNIQUE constraint failed: claim.unit_id, claim.slot_date" → {"claim", {"unit_id", "slot_date"}}
struct KeyColumns {
    std::string table;
    std::vector<std::string> columns;
};
KeyColumns key_columns_in(const std::string& message) {
    KeyColumns key;
    const auto words = words_of(message.substr(std::min(message.size(), message.rfind(": ") + 2)));
    for (std::size_t at = 0; at + 2 < words.size(); ++at) {
        if (words[at + 1] != ".") continue;
        key.table = words[at];
        key.columns.push_back(words[at + 2]);
    }
    return key;
}

// Whether the words from `at` on are "( column , column )".
bool lists_columns(const std::vector<std::string>& words, std::size_t at, const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
        if (at + 2 >= words.size() || (words[at] != "(" && words[at] != ",") || words[at + 1] != column) return false;
        at += 2;
    }
    return at < words.size() && words[at] == ")";
}

std::string quoted(const std::string& text) {
    std::string literal = "'";
    for (const char c : text) {
        literal += c;
        if (c == '\'') literal += c;
    }
    return literal + "'";
}

} // namespace

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Access access)
    : Connection(open_session(file, access)), handle_(handle_of(soci())) {
    prepare_session(access);
}

SqliteConnection::~SqliteConnection() {
    for (auto* control : controls_) {
        sqlite::sqlite3_finalize(control);
    }
    forget_statements(); // SQLite does not close while a statement lives
}

void SqliteConnection::prepare_session(Access access) {
    sqlite::sqlite3_extended_result_codes(handle_, 1);
    sqlite::sqlite3_busy_timeout(handle_, busy_timeout_ms);
    if (access == Access::read_write && ask("PRAGMA journal_mode = WAL") != "wal") {
        throw DatabaseError("the file system of the database does not allow SQLite's write-ahead log");
    }
    run("PRAGMA synchronous = FULL");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA journal_size_limit = 67108864");
    // What a savepoint would have to undo stays in memory: a batch would spill it into a temporary file, page by page.
    run("PRAGMA temp_store = MEMORY");
    // A town of many years writes to other pages with every booking: up to 64 MiB of them stay in memory.
    run(access == Access::read_only ? "PRAGMA query_only = ON" : "PRAGMA cache_size = -65536");
    if (ask("PRAGMA synchronous") != "2" || ask("PRAGMA foreign_keys") != "1" || ask("PRAGMA journal_mode") != "wal") {
        throw DatabaseError("SQLite did not accept WAL, synchronous=FULL and foreign_keys");
    }
}

void SqliteConnection::control(Control which) {
    static constexpr std::array<const char*, count_> texts{
        "BEGIN IMMEDIATE", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT unit", "RELEASE unit", "ROLLBACK TO unit"};
    auto*& statement = controls_[which];
    if (statement == nullptr) {
        sqlite::sqlite3_prepare_v2(handle_, texts[which], -1, &statement, nullptr);
    }
    const int code = sqlite::sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        sqlite::sqlite3_reset(statement);
        return;
    }
    const Failed failed = classify(code, sqlite::sqlite3_errmsg(handle_), texts[which]);
    sqlite::sqlite3_reset(statement);
    fail(failed);
}

void SqliteConnection::start_write() { control(begin_write_); }
void SqliteConnection::start_read() { control(begin_read_); }
void SqliteConnection::finish() { control(commit_); }
void SqliteConnection::undo() {
    if (sqlite::sqlite3_get_autocommit(handle_) == 0) control(rollback_);
}
void SqliteConnection::open_savepoint() { control(savepoint_); }
void SqliteConnection::keep_savepoint() { control(release_); }
void SqliteConnection::undo_savepoint() {
    control(undo_to_);
    control(release_);
}

void SqliteConnection::leave_the_log_alone() {
    const auto remember = [](void* pages, sqlite::sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
    };
    sqlite::sqlite3_wal_hook(handle_, remember, &log_pages_); // in place of SQLite's own, which copies
}

int SqliteConnection::copy_log() {
    int copied = 0;
    const int code = sqlite::sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        fail(classify(code, sqlite::sqlite3_errmsg(handle_), "wal_checkpoint"));
    return copied;
}

void SqliteConnection::run_statement(std::string_view statement) {
    const int code = sqlite::sqlite3_exec(handle_, std::string(statement).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(classify(code, sqlite::sqlite3_errmsg(handle_), statement));
}

std::string SqliteConnection::ask(std::string_view statement) {
    sqlite::sqlite3_stmt* prepared = nullptr;
    int code =
        sqlite::sqlite3_prepare_v2(handle_, statement.data(), static_cast<int>(statement.size()), &prepared, nullptr);
    if (code == SQLITE_OK) code = sqlite::sqlite3_step(prepared);
    std::string answer;
    if (code == SQLITE_ROW && sqlite::sqlite3_column_type(prepared, 0) != SQLITE_NULL) {
        answer.assign(static_cast<const char*>(sqlite::sqlite3_column_blob(prepared, 0)),
                      static_cast<std::size_t>(sqlite::sqlite3_column_bytes(prepared, 0)));
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        const Failed failed = classify(code, sqlite::sqlite3_errmsg(handle_), statement);
        sqlite::sqlite3_finalize(prepared);
        fail(failed);
    }
    sqlite::sqlite3_finalize(prepared);
    return answer;
}

void SqliteConnection::after_prepare(Prepared& prepared, const Sql& sql) {
    const auto columns = static_cast<std::size_t>(sqlite::sqlite3_column_count(backend_of(prepared).stmt_));
    if (columns != prepared.kinds.size()) throw wrong_columns(sql.text(), prepared.kinds.size(), columns);
}

void SqliteConnection::after_execute(Prepared&, const Sql&) {}

// SQLite would answer 0 for a text read as a number.
void SqliteConnection::check_row(Prepared& prepared, const Sql& sql) {
    auto* const statement = backend_of(prepared).stmt_;
    for (std::size_t column = 0; column < prepared.kinds.size(); ++column) {
        const int type = sqlite::sqlite3_column_type(statement, static_cast<int>(column));
        const int wanted = prepared.kinds[column] == CellKind::integer ? SQLITE_INTEGER : SQLITE_TEXT;
        if (type != wanted && type != SQLITE_NULL) throw wrong_type(sql.text(), column);
    }
}

void SqliteConnection::release(Prepared& prepared) noexcept { sqlite::sqlite3_reset(backend_of(prepared).stmt_); }

std::int64_t SqliteConnection::matched_rows(Prepared&) { return sqlite::sqlite3_changes(handle_); }

Failed SqliteConnection::classify_current(std::string_view statement) {
    try {
        throw;
    } catch (const soci::sqlite3_soci_error&) {
        return classify(sqlite::sqlite3_extended_errcode(handle_), sqlite::sqlite3_errmsg(handle_), statement);
    } catch (const soci::soci_error& error) {
        return {std::make_exception_ptr(DatabaseError(error.get_error_message() + ": " + std::string(statement)))};
    }
}

Failed SqliteConnection::classify(int code, const std::string& message, std::string_view statement) {
    const std::string text = "SQLite " + std::to_string(code) + ", " + message + ": " + std::string(statement);
    const bool undid = in_transaction() && sqlite::sqlite3_get_autocommit(handle_) != 0;
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return {constraint_error(code, message, statement), undid};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {std::make_exception_ptr(TransactionConflict(text)), true};
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
        return {std::make_exception_ptr(StorageFailed(text)), true};
    default:
        return {std::make_exception_ptr(DatabaseError(text)), undid};
    }
}

std::exception_ptr SqliteConnection::constraint_error(int code, const std::string& message,
                                                      std::string_view statement) {
    using Kind = ConstraintViolated::Kind;
    const std::string text = message + ": " + std::string(statement);
    const std::string named = message.substr(std::min(message.size(), message.rfind(": ") + 2));
    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return std::make_exception_ptr(DuplicateKey(text, key_columns_in(message).table, "PRIMARY"));
    case SQLITE_CONSTRAINT_UNIQUE: {
        const KeyColumns key = key_columns_in(message);
        if (key.table.empty()) { // an index on an expression: the message names the index
            return std::make_exception_ptr(DuplicateKey(text, target_table(statement), words_of(named).end()[-2]));
        }
        return std::make_exception_ptr(DuplicateKey(text, key.table, unique_key_name(key.table, key.columns)));
    }
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return std::make_exception_ptr(ConstraintViolated(text, Kind::foreign_key, ""));
    case SQLITE_CONSTRAINT_CHECK:
        return std::make_exception_ptr(ConstraintViolated(text, Kind::check, named));
    case SQLITE_CONSTRAINT_NOTNULL:
        return std::make_exception_ptr(ConstraintViolated(text, Kind::not_null, named));
    case SQLITE_CONSTRAINT_TRIGGER:
        return std::make_exception_ptr(ConstraintViolated(text, Kind::trigger, message));
    default:
        return std::make_exception_ptr(DatabaseError(text));
    }
}

// SQLite names the columns of the key, not the key: its name stands in the text of the table
// (CONSTRAINT name UNIQUE (…)) or of the index (CREATE UNIQUE INDEX name ON table (…)).
std::string SqliteConnection::unique_key_name(const std::string& table, const std::vector<std::string>& columns) {
    std::string known_as = table;
    for (const std::string& column : columns) {
        known_as += "," + column;
    }
    const auto [known, is_new] = key_names_.try_emplace(known_as);
    if (!is_new) return known->second;
    const auto words =
        words_of(ask("SELECT group_concat(sql, ';') FROM sqlite_master WHERE tbl_name = " + quoted(table)));
    for (std::size_t at = 1; at + 1 < words.size(); ++at) {
        if (words[at] != "UNIQUE") continue;
        if (lists_columns(words, at + 1, columns)) known->second = words[at - 1];
        if (words[at + 1] == "INDEX" && lists_columns(words, at + 5, columns)) known->second = words[at + 2];
    }
    return known->second;
}

} // namespace hiroba::persistence::detail
