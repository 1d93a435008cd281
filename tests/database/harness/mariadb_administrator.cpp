#include "tests/database/harness/mariadb_administrator.hpp"

#include <memory>
#include <mysql.h>
#include <stdexcept>

namespace hiroba::test {

MariadbAdministrator::MariadbAdministrator(const std::string& socket) : handle_(mysql_init(nullptr)) {
    connected_ = mysql_real_connect(handle_, nullptr, "root", "", nullptr, 0, socket.c_str(), 0) != nullptr;
}

MariadbAdministrator::~MariadbAdministrator() { mysql_close(handle_); }

void MariadbAdministrator::execute(const std::string& statement) { static_cast<void>(rows(statement)); }

std::vector<MariadbAdministrator::Row> MariadbAdministrator::rows(const std::string& statement) {
    if (mysql_query(handle_, statement.c_str()) != 0) throw std::runtime_error(mysql_error(handle_));
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(handle_),
                                                                          mysql_free_result);
    std::vector<Row> all;
    while (const MYSQL_ROW row = result ? mysql_fetch_row(result.get()) : nullptr) {
        const auto* const lengths = mysql_fetch_lengths(result.get());
        auto& copy = all.emplace_back();
        for (unsigned column = 0; column < mysql_num_fields(result.get()); ++column) {
            copy.emplace_back(row[column] == nullptr ? "" : row[column], row[column] == nullptr ? 0 : lengths[column]);
        }
    }
    return all;
}

} // namespace hiroba::test
