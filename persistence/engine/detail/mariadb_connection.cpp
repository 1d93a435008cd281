#include "persistence/engine/detail/mariadb_connection.hpp"

#include "persistence/engine/detail/prepared.hpp"
#include "persistence/engine/detail/statement_text.hpp"
#include "persistence/engine/existing_database.hpp"

#include <algorithm>
#include <array>
#include <mysqld_error.h>
#include <soci/mysql/soci-mysql.h>

namespace hiroba::persistence::detail {
namespace {

// A statement that waits for a lock gives up first (5 s), then the connection (answer_timeout). EXISTS is looked up row
// by row, by the key that it names, and never made into a table first: that took seconds for what takes a few lookups
// each.
constexpr const char* session_settings =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY,PIPES_AS_CONCAT', "
    "innodb_lock_wait_timeout = 5, time_zone = '+00:00', "
    "default_storage_engine = InnoDB, optimizer_switch = 'exists_to_in=off', autocommit = 1";

// A reader keeps one view for a whole transaction; a writer sees what others committed before it came to their locks.
constexpr const char* reader_settings = "SET SESSION tx_isolation = 'REPEATABLE-READ', tx_read_only = 1";
constexpr const char* writer_settings = "SET SESSION tx_isolation = 'READ-COMMITTED'";

// A node of a cluster waits, at the start of a transaction or of a SELECT that stands alone, until it has what was
// acknowledged anywhere before.
constexpr const char* cluster_settings = "SET SESSION wsrep_sync_wait = 1, wsrep_dirty_reads = OFF";

constexpr unsigned key_duplicate_with_name = ER_DUP_ENTRY_WITH_KEY_NAME;
constexpr unsigned checks_constraint = ER_CONSTRAINT_FAILED;
constexpr unsigned record_changed = ER_CHECKREAD;
constexpr unsigned connection_killed = ER_CONNECTION_KILLED;
constexpr unsigned galera_not_ready = ER_UNKNOWN_COM_ERROR; // "WSREP has not yet prepared node for application use"

template <std::size_t Size>
bool is_one_of(unsigned code, const std::array<unsigned, Size>& codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_conflict(unsigned code) {
    return is_one_of(code, std::array<unsigned, 3>{ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT, record_changed});
}

bool is_gone(unsigned code) {
    return is_one_of(code, std::array<unsigned, 11>{CR_CONNECTION_ERROR, CR_CONN_HOST_ERROR, CR_SERVER_GONE_ERROR,
                                                    CR_SERVER_LOST, CR_SERVER_LOST_EXTENDED, CR_COMMANDS_OUT_OF_SYNC,
                                                    CR_UNKNOWN_HOST, ER_SERVER_SHUTDOWN, connection_killed,
                                                    ER_CON_COUNT_ERROR, ER_NORMAL_SHUTDOWN});
}

bool is_storage(unsigned code) {
    return is_one_of(code, std::array<unsigned, 4>{ER_DISK_FULL, ER_RECORD_FILE_FULL, ER_ERROR_ON_WRITE, ER_GET_ERRNO});
}

// Messages that name tables and columns; the others may repeat values, because SOCI pastes them into the text.
bool names_only_schema(unsigned code) {
    return is_one_of(code,
                     std::array<unsigned, 16>{ER_NO_SUCH_TABLE, ER_BAD_FIELD_ERROR, ER_BAD_NULL_ERROR,
                                              ER_NO_DEFAULT_FOR_FIELD, ER_DATA_TOO_LONG, ER_WARN_DATA_OUT_OF_RANGE,
                                              ER_NO_REFERENCED_ROW_2, ER_ROW_IS_REFERENCED_2, checks_constraint,
                                              ER_BAD_DB_ERROR, ER_ACCESS_DENIED_ERROR, ER_DBACCESS_DENIED_ERROR,
                                              ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT,
                                              ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_TABLE_EXISTS_ERROR}) ||
           is_gone(code) || code == galera_not_ready;
}

std::string error_text(unsigned code, const std::string& message, std::string_view statement) {
    const std::string shown = names_only_schema(code) ? message : message.substr(0, message.find('\''));
    return "MariaDB " + std::to_string(code) + ", " + shown + ": " + std::string(statement);
}

// The last word of the message between the given quotes: "… for key 'uq_account_login'", "CONSTRAINT `ck` failed".
std::string quoted_word(const std::string& message, char quote, bool last) {
    if (last) {
        const auto end = message.rfind(quote);
        const auto start = end == std::string::npos || end == 0 ? end : message.rfind(quote, end - 1);
        return start == std::string::npos ? "" : message.substr(start + 1, end - start - 1);
    }
    const auto start = message.find(quote);
    const auto end = start == std::string::npos ? start : message.find(quote, start + 1);
    return end == std::string::npos ? "" : message.substr(start + 1, end - start - 1);
}

std::string foreign_key_name(const std::string& message) {
    const auto at = message.find("CONSTRAINT `");
    return at == std::string::npos ? "" : quoted_word(message.substr(at), '`', false);
}

Failed classify(unsigned code, const std::string& message, std::string_view statement) {
    using Kind = ConstraintViolated::Kind;
    const std::string text = error_text(code, message, statement);
    if (is_conflict(code)) return {std::make_exception_ptr(TransactionConflict(text)), true};
    if (is_gone(code)) return {std::make_exception_ptr(DatabaseGone(text)), true, true};
    if (code == galera_not_ready) return {std::make_exception_ptr(NodeNotReady(text)), true, true};
    if (is_storage(code)) return {std::make_exception_ptr(StorageFailed(text)), true};
    const std::string table = target_table(statement);
    switch (code) {
    case ER_DUP_ENTRY:
    case key_duplicate_with_name:
        return {std::make_exception_ptr(DuplicateKey(text, table, quoted_word(message, '\'', true)))};
    case ER_NO_REFERENCED_ROW_2:
    case ER_ROW_IS_REFERENCED_2:
        return {std::make_exception_ptr(ConstraintViolated(text, Kind::foreign_key, foreign_key_name(message)))};
    case checks_constraint:
        return {std::make_exception_ptr(ConstraintViolated(text, Kind::check, quoted_word(message, '`', false)))};
    case ER_BAD_NULL_ERROR:
    case ER_NO_DEFAULT_FOR_FIELD: {
        const std::string column = table + "." + quoted_word(message, '\'', false);
        return {std::make_exception_ptr(ConstraintViolated(text, Kind::not_null, column))};
    }
    case ER_BAD_DB_ERROR:
        return {std::make_exception_ptr(DatabaseMissing("MariaDB has no such database: " + message))};
    case ER_SIGNAL_EXCEPTION:
        return {std::make_exception_ptr(ConstraintViolated(text, Kind::trigger, message))};
    default:
        return {std::make_exception_ptr(DatabaseError(text))};
    }
}

std::unique_ptr<soci::session> open_session(const std::string& connect_string, std::chrono::seconds answer_timeout) {
    const std::string seconds = std::to_string(answer_timeout.count());
    const std::string settings =
        " charset=utf8mb4 connect_timeout=5 read_timeout=" + seconds + " write_timeout=" + seconds;
    try {
        return std::make_unique<soci::session>(soci::mysql, connect_string + settings);
    } catch (const soci::mysql_soci_error& error) {
        std::rethrow_exception(classify(error.err_num_, error.get_error_message(), "connect").error);
    } catch (const soci::soci_error& error) {
        throw DatabaseError("MariaDB: " + error.get_error_message());
    }
}

st_mysql* handle_of(soci::session& session) {
    return static_cast<soci::mysql_session_backend*>(session.get_backend())->conn_;
}

soci::mysql_statement_backend& backend_of(Prepared& prepared) {
    return *static_cast<soci::mysql_statement_backend*>(prepared.statement.get_backend());
}

bool is_text(enum_field_types type) {
    return type == MYSQL_TYPE_STRING || type == MYSQL_TYPE_VAR_STRING || type == MYSQL_TYPE_VARCHAR ||
           type == MYSQL_TYPE_BLOB || type == MYSQL_TYPE_DATE || type == MYSQL_TYPE_NEWDATE;
}

// SUM of whole numbers is a DECIMAL without decimals.
bool is_whole_number(const MYSQL_FIELD& field) {
    const enum_field_types type = field.type;
    return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_INT24 || type == MYSQL_TYPE_LONG ||
           type == MYSQL_TYPE_LONGLONG || (type == MYSQL_TYPE_NEWDECIMAL && field.decimals == 0);
}

} // namespace

MariadbConnection::MariadbConnection(const std::string& connect_string, Access access,
                                     std::chrono::seconds answer_timeout)
    : Connection(open_session(connect_string, answer_timeout)), handle_(handle_of(soci())) {
    run(session_settings);
    run(access == Access::read_only ? reader_settings : writer_settings);
    assert_durable();
    const bool clustered = is_clustered();
    // A node catches up when a transaction is started by word.
    begins_with_first_statement_ = access == Access::units_of_work && !clustered;
    if (begins_with_first_statement_) run("SET SESSION autocommit = 0");
    // Last of all: where there is no quorum, any SELECT that waits fails as if it had met a lock.
    if (clustered) run(cluster_settings);
}

MariadbConnection::~MariadbConnection() { forget_statements(); }

void MariadbConnection::assert_durable() {
    if (const auto flush = ask("SELECT @@GLOBAL.innodb_flush_log_at_trx_commit"); flush != "1") {
        throw DatabaseError("MariaDB would lose acknowledged bookings in a power cut: "
                            "innodb_flush_log_at_trx_commit is " +
                            flush + " and must be 1");
    }
    if (ask("SELECT @@GLOBAL.log_bin") == "1" && ask("SELECT @@GLOBAL.sync_binlog") != "1") {
        throw DatabaseError("MariaDB would lose acknowledged bookings in a power cut: "
                            "with a binary log sync_binlog must be 1");
    }
}

bool MariadbConnection::is_clustered() {
    return ask("SELECT variable_value FROM information_schema.global_variables WHERE variable_name = 'WSREP_ON'") ==
           "ON";
}

void MariadbConnection::start_write() {
    if (!begins_with_first_statement_) run_statement("START TRANSACTION");
}
void MariadbConnection::start_read() { run_statement("START TRANSACTION WITH CONSISTENT SNAPSHOT"); }
void MariadbConnection::finish() { run_statement("COMMIT"); }
void MariadbConnection::undo() { run_statement("ROLLBACK"); }

void MariadbConnection::run_statement(std::string_view statement) {
    if (mysql_real_query(handle_, statement.data(), statement.size()) != 0) {
        fail(classify(mysql_errno(handle_), mysql_error(handle_), statement));
    }
    if (MYSQL_RES* const rows = mysql_store_result(handle_)) mysql_free_result(rows);
}

std::string MariadbConnection::ask(std::string_view statement) {
    if (mysql_real_query(handle_, statement.data(), statement.size()) != 0) {
        fail(classify(mysql_errno(handle_), mysql_error(handle_), statement));
    }
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> rows(mysql_store_result(handle_), mysql_free_result);
    const MYSQL_ROW row = rows ? mysql_fetch_row(rows.get()) : nullptr;
    if (row == nullptr || row[0] == nullptr) return {};
    return {row[0], mysql_fetch_lengths(rows.get())[0]};
}

void MariadbConnection::after_prepare(Prepared&, const Sql&) {}

// The text protocol would turn any column into a number, and SOCI read beyond the last one.
void MariadbConnection::after_execute(Prepared& prepared, const Sql& sql) {
    MYSQL_RES* const rows = backend_of(prepared).result_;
    const std::size_t columns = rows == nullptr ? 0 : mysql_num_fields(rows);
    if (columns != prepared.kinds.size()) throw wrong_columns(sql.text(), prepared.kinds.size(), columns);
    for (std::size_t column = 0; column < columns; ++column) {
        const MYSQL_FIELD& field = *mysql_fetch_field_direct(rows, static_cast<unsigned>(column));
        const bool wants_number = prepared.kinds[column] == CellKind::integer;
        const bool fits = wants_number ? is_whole_number(field) : is_text(field.type);
        if (!fits && field.type != MYSQL_TYPE_NULL) throw wrong_type(sql.text(), column);
    }
}

void MariadbConnection::check_row(Prepared&, const Sql&) {}

void MariadbConnection::release(Prepared& prepared) noexcept { backend_of(prepared).clean_up(); }

std::int64_t MariadbConnection::matched_rows(Prepared&) {
    return static_cast<std::int64_t>(mysql_affected_rows(handle_));
}

Failed MariadbConnection::classify_current(std::string_view statement) {
    try {
        throw;
    } catch (const soci::mysql_soci_error& error) {
        return classify(error.err_num_, error.get_error_message(), statement);
    } catch (const soci::soci_error& error) {
        return {std::make_exception_ptr(DatabaseError(error.get_error_message() + ": " + std::string(statement)))};
    }
}

} // namespace hiroba::persistence::detail
