// Where schedules take place: a database with the schema, Hanasato and its people, the same before each of them.
#pragma once

#include "tests/database/harness/temporary_folder.hpp"
#include "tests/simulation/support/simulation.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace hiroba::test {

class Ground {
public:
    Ground() = default;
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
    virtual ~Ground() = default;
    [[nodiscard]] virtual persistence::Engine engine() const = 0;
    virtual void reset() = 0; // as it was before the first schedule
    [[nodiscard]] virtual std::unique_ptr<persistence::Database> open() const = 0;
    [[nodiscard]] const People& people() const { return people_; }

protected:
    People people_;
};

// One file, copied for each schedule.
[[nodiscard]] std::unique_ptr<Ground> ground_on_sqlite();
// One database of the tests' own server, emptied for each schedule.
[[nodiscard]] std::unique_ptr<Ground> ground_on_mariadb();

} // namespace hiroba::test
