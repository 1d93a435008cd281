// Many small questions of the same kind at the same moment, asked in one statement.
//
// On a MariaDB server a look-up costs its way there and back and two changes of threads, which is more than its work.
// While one statement is on its way, the questions that come gather for the next one; who asks alone waits for nobody.
// SQLite has no such way, and answers each by itself.
#pragma once

#include "persistence/engine/database.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
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
        const bool is_first = gathering_.empty() || gathering_.back()->questions.size() == most_in_a_group;
        if (is_first) gathering_.push_back(std::make_shared<Group>());
        const auto group = gathering_.back();
        const std::size_t place = group->questions.size();
        group->questions.push_back(std::move(question));
        if (is_first) {
            group->turn.wait(lock, [&] { return gathering_.front() == group && running_ < most_at_a_time; });
            run(database, *group, lock);
        }
        group->answered.wait(lock, [&] { return group->done; });
        if (group->error) std::rethrow_exception(group->error);
        return std::move(group->answers[place]);
    }

    // How many wait for a statement that has not begun.
    [[nodiscard]] std::size_t waiting() const {
        const std::lock_guard lock(mutex_);
        std::size_t questions = 0;
        for (const auto& group : gathering_)
            questions += group->questions.size();
        return questions;
    }

private:
    static constexpr std::size_t most_in_a_group = 32;
    static constexpr int most_at_a_time = 2;

    // Whoever asks first asks for all of it. Each group has its own bells: a statement that ends wakes those whose
    // answers it brings, and who is next, but nobody else of the many who wait in a rush.
    struct Group {
        std::vector<Question> questions;
        std::vector<Answer> answers;
        std::exception_ptr error;
        bool done = false;
        std::condition_variable turn;
        std::condition_variable answered;
    };

    std::vector<Answer> asked(Database& database, const std::vector<Question>& questions) const {
        return database.look_up([&](Session& session) { return ask_(session, questions); });
    }

    void run(Database& database, Group& group, std::unique_lock<std::mutex>& lock) {
        gathering_.pop_front();
        ++running_;
        wake_next();
        lock.unlock();
        try {
            group.answers = asked(database, group.questions);
        } catch (...) {
            group.error = std::current_exception();
        }
        lock.lock();
        --running_;
        group.done = true;
        group.answered.notify_all();
        wake_next();
    }

    void wake_next() {
        if (!gathering_.empty() && running_ < most_at_a_time) gathering_.front()->turn.notify_one();
    }

    Ask ask_;
    mutable std::mutex mutex_;
    std::deque<std::shared_ptr<Group>> gathering_; // whose statements have not begun, in their order
    int running_ = 0;
};

} // namespace hiroba::persistence
