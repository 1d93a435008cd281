// The administrator's connection to a test's own MariaDB, past everything the product does with one.
#pragma once

#include <string>
#include <vector>

struct st_mysql;

namespace hiroba::test {

class MariadbAdministrator {
public:
    using Row = std::vector<std::string>; // NULL is an empty text

    explicit MariadbAdministrator(const std::string& socket);
    MariadbAdministrator(const MariadbAdministrator&) = delete;
    MariadbAdministrator& operator=(const MariadbAdministrator&) = delete;
    ~MariadbAdministrator();

    [[nodiscard]] bool connected() const { return connected_; }
    // Both throw std::runtime_error with the server's message.
    void execute(const std::string& statement);
    [[nodiscard]] std::vector<Row> rows(const std::string& statement);

private:
    st_mysql* handle_;
    bool connected_ = false;
};

} // namespace hiroba::test
