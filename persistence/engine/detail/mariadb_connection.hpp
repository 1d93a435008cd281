// A connection to a MariaDB server.
#pragma once

#include "persistence/engine/detail/connection.hpp"

#include <chrono>
#include <string>

struct st_mysql;

namespace hiroba::persistence::detail {

class MariadbConnection final : public Connection {
public:
    enum class Access { read_only, units_of_work, maintenance };
    // `connect_string`: SOCI's, without time-outs and character set, which are set here.
    // DatabaseError when the server would not keep what it acknowledges.
    MariadbConnection(const std::string& connect_string, Access access, std::chrono::seconds answer_timeout);
    ~MariadbConnection() override;

    [[nodiscard]] Engine engine() const override { return Engine::mariadb; }
    [[nodiscard]] std::string ask(std::string_view statement) override;

private:
    void assert_durable();
    [[nodiscard]] bool is_clustered();
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

    st_mysql* handle_;
    bool begins_with_first_statement_ = false;
};

} // namespace hiroba::persistence::detail
