// transact() and read(): whole or not at all, answered after COMMIT, never nested.
#include "domain/core/refusal.hpp"
#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/migrations.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/ledger.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <future>
#include <latch>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

using Ids = std::set<std::int64_t>;

// A loaded machine is slow; time-outs belong to the tests that speak of them.
const DatabaseOptions patient{.lease_timeout = 60s, .queue_timeout = 60s};

void for_each_ledger(const DatabaseOptions& options, const std::function<void(Database&)>& test) {
    for_each_empty_database([&](const std::string& url) {
        DatabaseOptions with_url = options;
        with_url.url = url;
        const auto database = Database::open(with_url);
        create_ledger(*database);
        test(*database);
    });
}

void on_sqlite_ledger(const DatabaseOptions& options, const std::function<void(Database&)>& test) {
    if (!covers(Engine::sqlite)) return;
    const TemporaryFolder folder;
    DatabaseOptions with_url = options;
    with_url.url = sqlite_url(folder.path().string());
    const auto database = Database::open(with_url);
    create_ledger(*database);
    test(*database);
}

void on_mariadb_ledger(const std::function<void(Database&)>& test) {
    if (!covers(Engine::mariadb)) return;
    const auto database = Database::open({.url = MariadbServer::shared().create_database()});
    create_ledger(*database);
    test(*database);
}

void write(Database& database, std::int64_t id) {
    database.transact([&](Session& session) { write_entry(session, id); });
}

// Holds SQLite's writer inside a unit of work until released, so that what is queued meanwhile is one batch.
class HeldWriter {
public:
    explicit HeldWriter(Database& database)
        : unit_([this, &database] {
              database.transact([this](Session&) {
                  entered_.count_down();
                  release_.wait();
              });
          }) {
        entered_.wait();
    }
    HeldWriter(const HeldWriter&) = delete;
    HeldWriter& operator=(const HeldWriter&) = delete;
    ~HeldWriter() {
        release();
        unit_.join();
    }
    void release() {
        if (!released_.exchange(true)) release_.count_down();
    }

private:
    std::latch entered_{1};
    std::latch release_{1};
    std::atomic<bool> released_{false};
    std::thread unit_;
};

void await_waiting(Database& database, std::int64_t units) {
    while (database.statistics().waiting < units) {
        std::this_thread::sleep_for(1ms);
    }
}

// Runs the units so that the writer takes them in one batch, in this order; answers what each threw.
std::vector<std::exception_ptr> in_one_batch(Database& database,
                                             const std::vector<std::function<void(Session&)>>& units) {
    std::vector<std::exception_ptr> errors(units.size());
    std::vector<std::thread> callers;
    {
        HeldWriter held(database);
        for (std::size_t at = 0; at < units.size(); ++at) {
            callers.emplace_back([&, at] {
                try {
                    database.transact(units[at]);
                } catch (...) {
                    errors[at] = std::current_exception();
                }
            });
            await_waiting(database, static_cast<std::int64_t>(at) + 1);
        }
        held.release();
    }
    for (auto& caller : callers) {
        caller.join();
    }
    return errors;
}

template <class Error>
bool is(const std::exception_ptr& error) {
    try {
        if (error) std::rethrow_exception(error);
    } catch (const Error&) {
        return true;
    } catch (...) {
    }
    return false;
}

} // namespace

TEST_CASE("transact answers what the unit of work answers") {
    for_each_ledger(patient, [](Database& database) {
        CHECK(database.transact([](Session& session) {
            write_entry(session, 1);
            return std::string("done");
        }) == "done");
        const auto answer = database.transact([](Session& session) -> Result<std::int64_t> {
            write_entry(session, 2);
            return 2;
        });
        CHECK(answer == Result<std::int64_t>(2));
        CHECK(whole_entries(database) == Ids{1, 2});
    });
}

TEST_CASE("a refusal undoes its unit of work and is answered") {
    for_each_ledger(patient, [](Database& database) {
        write(database, 1);
        const auto answer = database.transact([](Session& session) -> Result<std::int64_t> {
            write_entry(session, 2);
            return refuse("already_taken", {{"id", 2}});
        });
        CHECK(answer == refuse("already_taken", {{"id", 2}}));
        CHECK(whole_entries(database) == Ids{1});
    });
}

TEST_CASE("an exception undoes its unit of work and comes out as itself") {
    struct OutOfPaper : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    for_each_ledger(patient, [](Database& database) {
        CHECK_THROWS_AS(database.transact([](Session& session) {
            write_entry(session, 1);
            throw OutOfPaper("tray 2");
        }),
                        OutOfPaper);
        CHECK_THROWS_AS(database.transact([](Session& session) {
            write_entry(session, 2);
            write_entry(session, 2);
        }),
                        DuplicateKey);
        CHECK(whole_entries(database).empty());
        write(database, 3);
        CHECK(whole_entries(database) == Ids{3});
    });
}

TEST_CASE("units of work never nest") {
    for_each_ledger(patient, [](Database& database) {
        const auto writing = [&](Session&) { write(database, 1); };
        const auto reading = [&](Session&) { static_cast<void>(whole_entries(database)); };
        CHECK_THROWS_AS(database.transact(writing), std::logic_error);
        CHECK_THROWS_AS(database.transact(reading), std::logic_error);
        CHECK_THROWS_AS(database.read(writing), std::logic_error);
        CHECK_THROWS_AS(database.read(reading), std::logic_error);
        CHECK_THROWS_AS(database.look_up(writing), std::logic_error);
        CHECK_THROWS_AS(database.look_up(reading), std::logic_error);
        write(database, 2);
        CHECK(whole_entries(database) == Ids{2});
    });
}

TEST_CASE("read cannot write") {
    for_each_ledger(patient, [](Database& database) {
        CHECK_THROWS_AS(database.read([](Session& session) { write_entry(session, 1); }), DatabaseError);
        CHECK(whole_entries(database).empty());
    });
}

TEST_CASE("a look is one statement, sees what was acknowledged before, and cannot write") {
    for_each_ledger(patient, [](Database& database) {
        const auto count = [](Session& session) {
            return session.select_one<std::int64_t>("SELECT count(*) FROM parent");
        };
        CHECK(database.look_up(count) == std::tuple(0));
        write(database, 1);
        CHECK(database.look_up(count) == std::tuple(1));
        CHECK_THROWS_AS(database.look_up([](Session& session) { write_entry(session, 2); }), DatabaseError);
        CHECK_THROWS_AS(database.look_up([&](Session& session) { return count(session) == count(session); }),
                        std::logic_error);
        CHECK(database.look_up(count) == std::tuple(1));
        CHECK(database.read(count) == std::tuple(1));
        CHECK(whole_entries(database) == Ids{1});
    });
}

TEST_CASE("read sees one unchanging view") {
    for_each_ledger(patient, [](Database& database) {
        write(database, 1);
        database.read([&](Session& session) {
            const auto count = [&] { return session.select_one<std::int64_t>("SELECT count(*) FROM parent"); };
            CHECK(count() == std::tuple(1));
            std::thread([&] { write(database, 2); }).join();
            CHECK(count() == std::tuple(1));
        });
        CHECK(whole_entries(database) == Ids{1, 2});
    });
}

TEST_CASE("a statement that needs what an earlier unit committed finds it, from any thread") {
    for_each_ledger(patient, [](Database& database) {
        for (int id = 0; id < 20; ++id) {
            write(database, id);
            CHECK(std::async(std::launch::async, [&] { return whole_entries(database).size(); }).get() ==
                  static_cast<std::size_t>(id) + 1);
        }
    });
}

TEST_CASE("sixteen writers at once: every acknowledged unit is there whole") {
    for_each_ledger(patient, [](Database& database) {
        constexpr int threads = 16;
        constexpr int each = 40;
        std::vector<std::thread> writers;
        for (int thread = 0; thread < threads; ++thread) {
            writers.emplace_back([&, thread] {
                for (int number = 0; number < each; ++number) {
                    write(database, thread * each + number);
                }
            });
        }
        for (auto& writer : writers) {
            writer.join();
        }
        CHECK(whole_entries(database).size() == threads * each);
        const auto statistics = database.statistics();
        CHECK(statistics.units == threads * each);
        CAPTURE(statistics.commits);
        if (database.engine() == Engine::sqlite) CHECK(statistics.commits < statistics.units);
        if (database.engine() == Engine::mariadb) CHECK(statistics.commits == statistics.units);
    });
}

TEST_CASE("in a batch, a unit that fails or refuses takes nobody with it") {
    on_sqlite_ledger(patient, [](Database& database) {
        const auto errors = in_one_batch(database, {
                                                       [](Session& session) { write_entry(session, 1); },
                                                       [](Session& session) {
                                                           write_entry(session, 2);
                                                           throw std::runtime_error("changed my mind");
                                                       },
                                                       [](Session& session) {
                                                           write_entry(session, 3);
                                                           write_entry(session, 1);
                                                       },
                                                       [](Session& session) { write_entry(session, 4); },
                                                   });
        CHECK(whole_entries(database) == Ids{1, 4});
        CHECK_FALSE(errors[0]);
        CHECK(is<std::runtime_error>(errors[1]));
        CHECK(is<DuplicateKey>(errors[2]));
        CHECK_FALSE(errors[3]);
        CHECK(database.statistics().commits == 2); // the held unit's, and one for all four
    });
}

TEST_CASE("nobody in a batch is answered before its COMMIT") {
    on_sqlite_ledger(patient, [](Database& database) {
        std::atomic<bool> second_runs{false};
        std::latch finish_second{1};
        std::atomic<bool> first_answered{false};
        std::thread first;
        std::thread second;
        {
            HeldWriter held(database);
            first = std::thread([&] {
                const auto refused = database.transact([](Session&) -> Result<int> { return refuse("full"); });
                CHECK_FALSE(refused);
                first_answered = true;
            });
            await_waiting(database, 1);
            second = std::thread([&] {
                database.transact([&](Session& session) {
                    write_entry(session, 1);
                    second_runs = true;
                    finish_second.wait();
                });
            });
            await_waiting(database, 2);
        }
        while (!second_runs) {
            std::this_thread::yield();
        }
        std::this_thread::sleep_for(30ms);
        CHECK_FALSE(first_answered);
        finish_second.count_down();
        first.join();
        second.join();
        CHECK(first_answered);
    });
}

TEST_CASE("a batch that the engine rolls back is run again, one by one, and only the culprit fails") {
    on_sqlite_ledger(patient, [](Database& database) {
        auto& backend = database.backend();
        // Room for a few small units, not for the large one.
        backend.maintain([](detail::Connection& connection) {
            const auto pages = std::stol(connection.ask("PRAGMA page_count"));
            static_cast<void>(connection.ask("PRAGMA max_page_count = " + std::to_string(pages + 20)));
        });
        std::atomic<int> runs_of_first{0};
        const auto large = [](Session& session) {
            for (int id = 100; id < 400; ++id) {
                write_entry(session, id);
            }
        };
        const auto errors = in_one_batch(database, {
                                                       [&](Session& session) {
                                                           ++runs_of_first;
                                                           write_entry(session, 1);
                                                       },
                                                       large,
                                                       [](Session& session) { write_entry(session, 2); },
                                                   });
        CHECK_FALSE(errors[0]);
        CHECK(is<StorageFailed>(errors[1]));
        CHECK_FALSE(errors[2]);
        CHECK(runs_of_first == 2);
        CHECK(database.statistics().abandoned == 1);
        CHECK(whole_entries(database) == Ids{1, 2});
        backend.maintain([](detail::Connection& connection) {
            static_cast<void>(connection.ask("PRAGMA max_page_count = 1000000"));
        });
        database.transact(large);
        CHECK(whole_entries(database).size() == 302);
    });
}

TEST_CASE("who swallows the error that undid the transaction writes nothing after it") {
    on_sqlite_ledger(patient, [](Database& database) {
        database.backend().maintain([](detail::Connection& connection) {
            const auto pages = std::stol(connection.ask("PRAGMA page_count"));
            static_cast<void>(connection.ask("PRAGMA max_page_count = " + std::to_string(pages + 20)));
        });
        CHECK_THROWS_AS(database.transact([](Session& session) {
            try {
                for (int id = 100; id < 400; ++id) {
                    write_entry(session, id);
                }
            } catch (const DatabaseFailure&) {
            }
            try {
                write_entry(session, 1);
            } catch (const DatabaseFailure&) {
            }
        }),
                        StorageFailed);
        CHECK(whole_entries(database).empty());
    });
}

TEST_CASE("a unit that the writer does not come to in time never runs") {
    on_sqlite_ledger({.queue_timeout = 50ms}, [](Database& database) {
        std::atomic<bool> ran{false};
        {
            HeldWriter held(database);
            CHECK_THROWS_AS(database.transact([&](Session&) { ran = true; }), DatabaseBusy);
        }
        write(database, 1);
        CHECK_FALSE(ran);
        CHECK(whole_entries(database) == Ids{1});
    });
}

TEST_CASE("another process that holds the write lock makes the units busy, not lost") {
    on_sqlite_ledger(patient, [](Database& database) {
        database.backend().maintain([](detail::Connection& connection) { connection.run("PRAGMA busy_timeout = 50"); });
        const auto file = database.read(
            [](Session& session) { return session.select_one<std::string>("SELECT file FROM pragma_database_list"); });
        const auto other = Database::open({.url = "sqlite:" + std::get<0>(*file)});
        {
            HeldWriter held(*other);
            CHECK_THROWS_AS(write(database, 1), DatabaseBusy);
        }
        write(database, 2);
        CHECK(whole_entries(database) == Ids{2});
    });
}

TEST_CASE("two transactions that lock each other out are run again and both succeed") {
    on_mariadb_ledger([](Database& database) {
        write(database, 1);
        write(database, 2);
        static constexpr Sql lock("UPDATE parent SET payload = 'x' WHERE id = :id");
        std::latch both_hold_one{2};
        std::atomic<int> runs{0};
        const auto crosswise = [&](std::int64_t first, std::int64_t second) {
            bool met = false;
            database.transact([&, first, second](Session& session) {
                ++runs;
                session.execute(lock, {{"id", first}});
                if (!met) both_hold_one.arrive_and_wait();
                met = true;
                session.execute(lock, {{"id", second}});
                write_entry(session, first + 10);
            });
        };
        std::thread other([&] { crosswise(2, 1); });
        crosswise(1, 2);
        other.join();
        CHECK(runs == 3);
        CHECK(database.statistics().conflicts == 1);
        CHECK(whole_entries(database) == Ids{1, 2, 11, 12});
    });
}

TEST_CASE("who swallows a deadlock writes nothing after it, and is run again") {
    on_mariadb_ledger([](Database& database) {
        write(database, 1);
        write(database, 2);
        static constexpr Sql lock("UPDATE parent SET payload = 'x' WHERE id = :id");
        std::latch both_hold_one{2};
        const auto crosswise = [&](std::int64_t first, std::int64_t second) {
            bool met = false;
            database.transact([&, first, second](Session& session) {
                session.execute(lock, {{"id", first}});
                if (!met) both_hold_one.arrive_and_wait();
                met = true;
                try {
                    session.execute(lock, {{"id", second}});
                    write_entry(session, first + 10);
                } catch (const std::exception&) {
                    CHECK_THROWS_AS(write_entry(session, first + 20), TransactionConflict);
                }
            });
        };
        std::thread other([&] { crosswise(2, 1); });
        crosswise(1, 2);
        other.join();
        CHECK(whole_entries(database) == Ids{1, 2, 11, 12});
    });
}

TEST_CASE("a unit that meets conflicts every time is busy in the end") {
    on_mariadb_ledger([](Database& database) {
        int runs = 0;
        CHECK_THROWS_AS(database.transact([&](Session& session) {
            ++runs;
            write_entry(session, runs);
            throw TransactionConflict("again");
        }),
                        DatabaseBusy);
        CHECK(runs == 5);
        CHECK(whole_entries(database).empty());
    });
}

TEST_CASE("a connection lost before COMMIT is replaced and the unit run again") {
    on_mariadb_ledger([](Database& database) {
        int runs = 0;
        database.transact([&](Session& session) {
            ++runs;
            const auto id = session.select_one<std::int64_t>("SELECT connection_id()");
            if (runs == 1) MariadbServer::shared().execute("KILL " + std::to_string(std::get<0>(*id)));
            write_entry(session, 1);
        });
        CHECK(runs == 2);
        CHECK(whole_entries(database) == Ids{1});
    });
}

TEST_CASE("a connection lost at COMMIT leaves it open what happened, and says so") {
    on_mariadb_ledger([](Database& database) {
        int runs = 0;
        CHECK_THROWS_AS(database.transact([&](Session& session) {
            ++runs;
            write_entry(session, 1);
            const auto id = session.select_one<std::int64_t>("SELECT connection_id()");
            MariadbServer::shared().execute("KILL " + std::to_string(std::get<0>(*id)));
        }),
                        CommitUnknown);
        CHECK(runs == 1);
        write(database, 2);
        CHECK(whole_entries(database).contains(2));
    });
}

TEST_CASE("after the server came back every session is new and prepared again") {
    on_mariadb_ledger([](Database& database) {
        std::vector<std::thread> readers; // several sessions are open
        std::latch all_read{12};
        for (int number = 0; number < 12; ++number) {
            readers.emplace_back([&] { database.read([&](Session&) { all_read.arrive_and_wait(); }); });
        }
        for (auto& reader : readers) {
            reader.join();
        }
        MariadbServer::shared().kill();
        CHECK_THROWS_AS(write(database, 1), DatabaseGone);
        MariadbServer::shared().start();
        write(database, 2);
        CHECK(whole_entries(database) == Ids{2});
        static constexpr Sql isolation_and_mode(
            "SELECT max(CASE variable_name WHEN 'TX_ISOLATION' THEN variable_value END), "
            "max(CASE variable_name WHEN 'SQL_MODE' THEN variable_value END) "
            "FROM information_schema.session_variables");
        const auto settings = [](Session& session) {
            return session.select_one<std::string, std::string>(isolation_and_mode).value();
        };
        const auto [of_writers, mode_of_writers] = database.transact(settings);
        CHECK(of_writers == "READ-COMMITTED");
        CHECK(mode_of_writers.find("STRICT_ALL_TABLES") != std::string::npos);
        const auto [of_readers, mode_of_readers] = database.read(settings);
        CHECK(of_readers == "REPEATABLE-READ");
        CHECK(mode_of_readers == mode_of_writers);
    });
}
