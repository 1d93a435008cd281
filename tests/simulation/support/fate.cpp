#include "tests/simulation/support/fate.hpp"

#include "persistence/engine/errors.hpp"

#include <stdexcept>

namespace hiroba::test {
namespace {

bool can_happen(Blow blow, Point point) {
    switch (blow) {
    case Blow::kill:
        return true;
    case Blow::database_gone:
    case Blow::database_busy:
    case Blow::disk_full:
        return point == Point::before_commit;
    case Blow::commit_unknown:
        return point == Point::before_commit || point == Point::after_commit;
    }
    return false;
}

class FatefulBackend final : public persistence::detail::Backend {
public:
    FatefulBackend(std::unique_ptr<persistence::Database> database, Fate& fate)
        : database_(std::move(database)), fate_(fate) {}

    [[nodiscard]] persistence::Engine engine() const override { return database_->engine(); }
    void transact(persistence::detail::Unit& unit) override {
        fate_.cross(Point::before_commit);
        database_->backend().transact(unit);
        fate_.cross(Point::after_commit);
    }
    void read(persistence::detail::Unit& unit) override { database_->backend().read(unit); }
    void look_up(persistence::detail::Unit& unit) override { database_->backend().look_up(unit); }
    void maintain(const std::function<void(persistence::detail::Connection&)>& work) override {
        database_->backend().maintain(work);
    }
    [[nodiscard]] persistence::DatabaseStatistics statistics() const override { return database_->statistics(); }

private:
    std::unique_ptr<persistence::Database> database_;
    Fate& fate_;
};

} // namespace

std::string_view name_of(Point point) {
    switch (point) {
    case Point::before_commit:
        return "before a commit";
    case Point::after_commit:
        return "after a commit";
    case Point::before_call:
        return "before a call";
    case Point::after_call:
        return "after a call";
    }
    throw std::logic_error("no such point");
}

std::string_view name_of(Blow blow) {
    switch (blow) {
    case Blow::kill:
        return "killed";
    case Blow::database_gone:
        return "database gone";
    case Blow::database_busy:
        return "database busy";
    case Blow::disk_full:
        return "disk full";
    case Blow::commit_unknown:
        return "commit unknown";
    }
    throw std::logic_error("no such blow");
}

void Fate::cross(Point point) {
    if (!planned_ || !can_happen(planned_->first, point) || --planned_->second > 0) return;
    const Blow blow = planned_->first;
    planned_.reset();
    ++tally_[{blow, point}];
    switch (blow) {
    case Blow::kill:
        throw Killed{point};
    case Blow::database_gone:
        throw persistence::DatabaseGone("the schedule took the database away");
    case Blow::database_busy:
        throw persistence::DatabaseBusy("the schedule kept the database busy");
    case Blow::disk_full:
        throw persistence::StorageFailed("the schedule filled the disk");
    case Blow::commit_unknown:
        throw persistence::CommitUnknown("the schedule lost the answer to a COMMIT");
    }
}

std::unique_ptr<persistence::Database> with_fate(std::unique_ptr<persistence::Database> database, Fate& fate) {
    return std::make_unique<persistence::Database>(std::make_unique<FatefulBackend>(std::move(database), fate));
}

} // namespace hiroba::test
