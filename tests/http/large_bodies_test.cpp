#include "services/http/http.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/http/served.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <unistd.h>

using namespace hiroba::http;
using hiroba::http::test::RawClient;
using hiroba::test::TemporaryFolder;

namespace {

constexpr std::size_t most_bytes = 1'000'000;

std::shared_ptr<const LargeBodies> large_bodies(const std::filesystem::path& folder) {
    return std::make_shared<const LargeBodies>(
        LargeBodies{folder, most_bytes,
                    [](Method method, std::string_view path) { return method == Method::post && path == "/file"; }});
}

RequestReader reader_of(const std::filesystem::path& folder) {
    return RequestReader({.large_bodies = large_bodies(folder)}, "192.0.2.9");
}

std::string head(std::string_view target, std::size_t length) {
    return "POST " + std::string{target} + " HTTP/1.1\r\nHost: hiroba\r\nContent-Length: " + std::to_string(length) +
           "\r\n\r\n";
}

std::string content_of(const ReceivedBody& body) {
    std::string bytes(body.size(), '\0');
    static_cast<void>(::pread(body.descriptor(), bytes.data(), bytes.size(), 0));
    return bytes;
}

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

std::string refusal_of(const RequestReader::Outcome& outcome) {
    const auto* refused = std::get_if<RefusedRequest>(&outcome);
    return refused == nullptr ? "" : refused->reason.code;
}

} // namespace

TEST_CASE("a large body goes into a file as it comes, and never stays in memory") {
    const TemporaryFolder folder;
    auto reader = reader_of(folder.path());
    const std::string body(most_bytes, 'x');
    reader.feed(head("/file", body.size()));
    for (std::size_t at = 0; at < body.size(); at += 1000) {
        CHECK(std::holds_alternative<Incomplete>(reader.next()));
        reader.feed(std::string_view{body}.substr(at, 1000));
        REQUIRE(reader.buffered_bytes() < 2000);
    }
    auto outcome = reader.next();
    REQUIRE(std::holds_alternative<CompleteRequest>(outcome));
    const auto& request = std::get<CompleteRequest>(outcome).request;
    CHECK(request.body.empty());
    REQUIRE(request.received);
    CHECK(content_of(*request.received) == body);
}

TEST_CASE("what follows a large body is the next request, whole") {
    const TemporaryFolder folder;
    auto reader = reader_of(folder.path());
    reader.feed(head("/file?name=a", 5) + "12345" + head("/other", 3) + "abc" + head("/file", 2) + "67");
    auto first = std::get<CompleteRequest>(reader.next()).request;
    CHECK(content_of(*first.received) == "12345");
    const auto second = std::get<CompleteRequest>(reader.next()).request;
    CHECK(second.body == "abc");
    CHECK_FALSE(second.received);
    const auto third = std::get<CompleteRequest>(reader.next()).request;
    CHECK(content_of(*third.received) == "67");
    CHECK(std::holds_alternative<Incomplete>(reader.next()));
}

TEST_CASE("only the requests that may have one have a large body") {
    const TemporaryFolder folder;
    for (const char* const target : {"/other", "/file/more", "/%66ile/", "/%zz"}) {
        CAPTURE(target);
        auto reader = reader_of(folder.path());
        reader.feed(head(target, 200'000));
        CHECK(refusal_of(reader.next()) == "body_too_large");
    }
    for (const char* const target : {"/file", "/%66ile", "/file?x"}) {
        CAPTURE(target);
        auto reader = reader_of(folder.path());
        reader.feed(head(target, 200'000));
        CHECK(std::holds_alternative<Incomplete>(reader.next()));
    }
    CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a large body has its limit, and an empty one is no file") {
    const TemporaryFolder folder;
    auto reader = reader_of(folder.path());
    reader.feed(head("/file", most_bytes + 1));
    CHECK(refusal_of(reader.next()) == "body_too_large");
    auto empty = reader_of(folder.path());
    empty.feed(head("/file", 0));
    CHECK_FALSE(std::get<CompleteRequest>(empty.next()).request.received);
}

TEST_CASE("a large body that nobody keeps leaves nothing behind, one that is kept lies where it was told") {
    const TemporaryFolder folder;
    {
        auto reader = reader_of(folder.path());
        reader.feed(head("/file", 10) + "123");
        CHECK(std::holds_alternative<Incomplete>(reader.next()));
        CHECK(files_in(folder.path()) == 1);
    }
    CHECK(files_in(folder.path()) == 0);
    {
        auto reader = reader_of(folder.path());
        reader.feed(head("/file", 3) + "123");
        const auto request = std::get<CompleteRequest>(reader.next()).request;
        request.received->cut_to(2);
        request.received->keep_as(folder.path() / "kept");
    }
    CHECK(files_in(folder.path()) == 1);
    CHECK(BodyFromFile(folder.path() / "kept").piece(0, 10) == "12");
}

TEST_CASE("a large body that cannot be stored is refused, and nothing after it is read") {
    auto reader = reader_of("/nowhere");
    reader.feed(head("/file", 3) + "123");
    const auto outcome = reader.next();
    CHECK(refusal_of(outcome) == "unavailable");
    CHECK(std::get<RefusedRequest>(outcome).status == 503);
    CHECK_FALSE(std::get<RefusedRequest>(outcome).keep_alive);
}

namespace {

// POST /file answers the file that was sent; GET /short a file that became shorter than it was.
class FileServer {
public:
    FileServer() {
        router_.add(Method::post, "/file", [this](const Request& request) {
            request.received->keep_as(folder.path() / "kept");
            return Response{201, "", {}, std::make_shared<const BodyFromFile>(folder.path() / "kept")};
        });
        router_.add(Method::get, "/short", [this](const Request&) {
            const auto path = folder.path() / "short";
            std::ofstream(path) << std::string(most_bytes, 's');
            Response response{200, "", {}, std::make_shared<const BodyFromFile>(path)};
            std::filesystem::resize_file(path, most_bytes / 2);
            return response;
        });
        router_.add(Method::get, "/healthz", [](const Request&) { return json_response(200, {{"status", "ready"}}); });
        ServerOptions options;
        options.workers = 2;
        options.limits.large_bodies = large_bodies(folder.path());
        options.report_fault = [](std::string_view, std::string_view) {};
        server.emplace(options, [this](Request& request) { return router_.dispatch(request); });
        server->start();
    }

    TemporaryFolder folder;
    std::optional<Server> server;

private:
    Router router_;
};

} // namespace

TEST_CASE("a file goes in and comes out whole, also to a client that takes it slowly") {
    FileServer served;
    const std::string body(most_bytes, 'y');
    for (const int receive_buffer : {0, 4096}) {
        RawClient client(served.server->port(), {.receive_buffer_bytes = receive_buffer});
        for (int turn = 0; turn < 2; ++turn) { // twice on the same connection
            REQUIRE(client.send(head("/file", body.size())));
            REQUIRE(client.send(body));
            const auto answer = client.receive();
            REQUIRE(answer);
            CHECK(answer->status == 201);
            CHECK(answer->headers.at("content-length") == std::to_string(body.size()));
            CHECK(answer->body == body);
        }
    }
}

TEST_CASE("an upload that breaks off leaves nothing behind") {
    FileServer served;
    {
        RawClient client(served.server->port());
        REQUIRE(client.send(head("/file", 500'000) + std::string(1000, 'z')));
        REQUIRE(test::ask(served.server->port(), test::get("/healthz")));
        client.reset();
    }
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds{60}; // a busy machine notices the reset late
    while (files_in(served.folder.path()) > 0 && std::chrono::steady_clock::now() < deadline)
        REQUIRE(test::ask(served.server->port(), test::get("/healthz")));
    CHECK(files_in(served.folder.path()) == 0);
}

TEST_CASE("a file that became shorter than was promised ends the connection, and only that") {
    FileServer served;
    RawClient client(served.server->port());
    REQUIRE(client.send(test::get("/short")));
    CHECK_FALSE(client.receive());
    CHECK(test::ask(served.server->port(), test::get("/healthz"))->status == 200);
}
