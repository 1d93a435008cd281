#define DOCTEST_CONFIG_IMPLEMENT
#include "services/accounts/passwords.hpp"

#include <doctest/doctest.h>

int main(int argc, char** argv) {
    hiroba::services::start_cryptography();
    return doctest::Context(argc, argv).run();
}
