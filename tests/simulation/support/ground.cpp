#include "tests/simulation/support/ground.hpp"

#include "persistence/engine/migrations.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/mariadb_server.hpp"

namespace hiroba::test {
namespace {

namespace fs = std::filesystem;
using persistence::Database;
using persistence::Engine;

class SqliteGround final : public Ground {
public:
    SqliteGround() {
        fs::create_directories(folder_.path() / "first");
        fs::create_directories(folder_.path() / "now");
        const auto database = Database::open({.url = sqlite_url((folder_.path() / "first").string())});
        persistence::migrate(*database);
        people_ = set_up_hanasato(*database);
    }
    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    void reset() override {
        fs::remove_all(folder_.path() / "now");
        fs::copy(folder_.path() / "first", folder_.path() / "now");
    }
    [[nodiscard]] std::unique_ptr<Database> open() const override {
        return Database::open({.url = sqlite_url((folder_.path() / "now").string()), .sessions = 2});
    }

private:
    TemporaryFolder folder_;
};

class MariadbGround final : public Ground {
public:
    MariadbGround() : url_(MariadbServer::shared().create_database()), keeper_(Database::open({.url = url_})) {
        persistence::migrate(*keeper_);
    }
    [[nodiscard]] Engine engine() const override { return Engine::mariadb; }
    void reset() override {
        empty_tables(*keeper_);
        people_ = set_up_hanasato(*keeper_);
    }
    [[nodiscard]] std::unique_ptr<Database> open() const override {
        return Database::open({.url = url_, .sessions = 2});
    }

private:
    std::string url_;
    std::unique_ptr<Database> keeper_;
};

} // namespace

std::unique_ptr<Ground> ground_on_sqlite() { return std::make_unique<SqliteGround>(); }
std::unique_ptr<Ground> ground_on_mariadb() { return std::make_unique<MariadbGround>(); }

} // namespace hiroba::test
