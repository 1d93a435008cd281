// A connection to an SQLite file.
#pragma once

#include "persistence/engine/detail/connection.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sqlite_api {
struct sqlite3;
struct sqlite3_stmt;
} // namespace sqlite_api

namespace hiroba::persistence::detail {

class SqliteConnection final : public Connection {
public:
    enum class Access { read_only, read_write };
    SqliteConnection(const std::filesystem::path& file, Access access);
    ~SqliteConnection() override;

    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    [[nodiscard]] std::string ask(std::string_view statement) override;

    // One unit of work inside a batch.
    void open_savepoint();
    void keep_savepoint();
    void undo_savepoint();

    // The write-ahead log is copied back by whoever is told to, instead of by this connection's commits.
    void leave_the_log_alone();
    // How many pages the log had after this connection's last commit.
    [[nodiscard]] int log_pages() const { return log_pages_; }
    // Copies what no reader needs any more; does nothing while another connection copies. Answers how many pages of the
    // log are copied, those of before included (not more than 0 when another one copies).
    int copy_log();

private:
    enum Control : std::size_t {
        begin_write_,
        begin_read_,
        commit_,
        rollback_,
        savepoint_,
        release_,
        undo_to_,
        count_
    };

    void prepare_session(Access access);
    void start_write() override;
    void start_read() override;
    void finish() override;
    void undo() override;
    void run_statement(std::string_view statement) override;
    Failed classify_current(std::string_view statement) override;
    void after_prepare(Prepared& prepared, const Sql& sql) override;
    void after_execute(Prepared& prepared, const Sql& sql) override;
    void check_row(Prepared& prepared, const Sql& sql) override;
    void release(Prepared& prepared) noexcept override;
    std::int64_t matched_rows(Prepared& prepared) override;

    void control(Control which);
    [[nodiscard]] Failed classify(int code, const std::string& message, std::string_view statement);
    [[nodiscard]] std::exception_ptr constraint_error(int code, const std::string& message, std::string_view statement);
    [[nodiscard]] std::string unique_key_name(const std::string& table, const std::vector<std::string>& columns);

    sqlite_api::sqlite3* handle_;
    std::array<sqlite_api::sqlite3_stmt*, count_> controls_{};
    int log_pages_ = 0;
    std::map<std::string, std::string> key_names_; // "table,column,…" → the name of the unique key
};

} // namespace hiroba::persistence::detail
