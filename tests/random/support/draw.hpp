// Choices by rapidcheck's generators, from a seed that can be given again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <rapidcheck.h>
#include <vector>

namespace hiroba::test {

class Draw {
public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}

    // For somebody who draws beside this one, on a thread of their own.
    [[nodiscard]] Draw another() { return Draw(random_.split()); }

    template <class T>
    [[nodiscard]] T from(const rc::Gen<T>& generator) {
        return generator(random_.split()).value();
    }
    [[nodiscard]] int between(int least, int most) { return from(rc::gen::inRange(least, most + 1)); } // both included
    [[nodiscard]] bool in_hundred(int times) { return between(1, 100) <= times; }

    template <class T>
    [[nodiscard]] const T& one_of(const std::vector<T>& all) {
        return all.at(static_cast<std::size_t>(between(0, static_cast<int>(all.size()) - 1)));
    }
    // The last ones are where people meet.
    template <class T>
    [[nodiscard]] const T& one_of_the_last(const std::vector<T>& all, int last) {
        const int size = static_cast<int>(all.size());
        return all.at(static_cast<std::size_t>(between(size > last ? size - last : 0, size - 1)));
    }

private:
    explicit Draw(const rc::Random& random) : random_(random) {}
    rc::Random random_;
};

} // namespace hiroba::test
