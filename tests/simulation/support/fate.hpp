// What befalls a process between one step and the next: it is killed, its database goes away, or the answer to a COMMIT
// is lost. Decided by the schedule, at the points where a process is between two things that last.
#pragma once

#include "persistence/engine/database.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace hiroba::test {

// Where a process can be when it ends.
enum class Point {
    before_commit, // nothing of the next unit of work lasts
    after_commit,  // it lasts, and nobody was answered: an attempt before it is sent, a message before it is applied
    before_call,   // committed, and nothing has left
    after_call,    // the provider has done it, and its answer is not stored
};
inline constexpr std::array points{Point::before_commit, Point::after_commit, Point::before_call, Point::after_call};
[[nodiscard]] std::string_view name_of(Point point);

enum class Blow {
    kill,           // the process ends, and its memory is gone
    database_gone,  // nothing was done
    database_busy,  // nothing was done: deadlocks, lock waits, too many writers
    disk_full,      // nothing was done
    commit_unknown, // it was done, or not
};

inline constexpr std::array blows{Blow::kill, Blow::database_gone, Blow::database_busy, Blow::disk_full,
                                  Blow::commit_unknown};
[[nodiscard]] std::string_view name_of(Blow blow);

// The process has ended. No exception of the standard's: whatever the program catches, it does not catch this.
struct Killed {
    Point at;
};

class Fate {
public:
    // The so-many-th point from now on where that can happen.
    void plan(Blow blow, int points_ahead) { planned_ = {blow, points_ahead}; }
    void spare() { planned_.reset(); }
    // A process comes to that point. Throws Killed, or what the database throws.
    void cross(Point point);

    [[nodiscard]] const std::map<std::pair<Blow, Point>, int>& tally() const { return tally_; }

private:
    std::optional<std::pair<Blow, int>> planned_;
    std::map<std::pair<Blow, Point>, int> tally_;
};

// A database whose units of work begin and end at such points.
[[nodiscard]] std::unique_ptr<persistence::Database> with_fate(std::unique_ptr<persistence::Database> database,
                                                               Fate& fate);

} // namespace hiroba::test
