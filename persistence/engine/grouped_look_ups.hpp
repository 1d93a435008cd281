// Many small questions of the same kind at the same moment, asked in one statement.
//
// On a MariaDB server a look-up costs its way there and back and two changes of threads, which is more than its work.
// While one statement is on its way, the questions that come gather for the next one; who asks alone waits for nobody.
// SQLite has no such way, and answers each by itself.
#pragma once

#include "persistence/engine/database.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace hiroba::persistence {

// Safe to call from many threads.
template <class Question, class Answer>
class GroupedLookUps {
public:
    // One statement for all of them; as many answers, in their order.
    using Ask = std::vector<Answer> (*)(Session& session, const std::vector<Question>& questions);

    explicit GroupedLookUps(Ask ask) : ask_(ask) {}

    // The statement begins after the call, so the answer is never older than the question. Throws like
    // Database::look_up; what a statement throws reaches all who share it.
    [[nodiscard]] Answer look_up(Database& database, Question question) {
        if (database.engine() == Engine::sqlite) return std::move(asked(database, {std::move(question)}).front());
        std::unique_lock lock(mutex_);
        if (!next_ || next_->questions.size() == most_in_a_group) next_ = std::make_shared<Group>();
        const auto group = next_;
        const std::size_t place = group->questions.size();
        group->questions.push_back(std::move(question));
        changed_.wait(lock, [&] { return group->done || (!group->begun && running_ < most_at_a_time); });
        if (!group->done) run(database, *group, lock);
        if (group->error) std::rethrow_exception(group->error);
        return std::move(group->answers[place]);
    }

    // How many wait for the next statement.
    [[nodiscard]] std::size_t waiting() const {
        const std::lock_guard lock(mutex_);
        return next_ ? next_->questions.size() : 0;
    }

private:
    static constexpr std::size_t most_in_a_group = 32;
    static constexpr int most_at_a_time = 2;

    struct Group {
        std::vector<Question> questions;
        std::vector<Answer> answers;
        std::exception_ptr error;
        bool begun = false;
        bool done = false;
    };

    std::vector<Answer> asked(Database& database, const std::vector<Question>& questions) const {
        return database.look_up([&](Session& session) { return ask_(session, questions); });
    }

    void run(Database& database, Group& group, std::unique_lock<std::mutex>& lock) {
        group.begun = true;
        if (next_.get() == &group) next_.reset();
        ++running_;
        lock.unlock();
        try {
            group.answers = asked(database, group.questions);
        } catch (...) {
            group.error = std::current_exception();
        }
        lock.lock();
        --running_;
        group.done = true;
        changed_.notify_all();
    }

    Ask ask_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<Group> next_; // whose statement has not begun
    int running_ = 0;
};

} // namespace hiroba::persistence
