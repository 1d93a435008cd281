#include "domain/core/utf8.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <string>
#include <string_view>

using hiroba::beginning_of;
using hiroba::find_invalid_utf8;
using hiroba::first_characters;

TEST_CASE("text in any language is well-formed UTF-8") {
    for (const std::string_view text : {"", "Hall", "きらら星見川", "𠮷野家", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF"}) {
        CAPTURE(text);
        CHECK_FALSE(find_invalid_utf8(text));
    }
}

TEST_CASE("bytes that are not UTF-8 are found where they stand") {
    struct Row {
        std::string text;
        std::size_t at;
    };
    for (const auto& [text, at] : {Row{"a\x80", 1},
                                   {"\xC0\xAF", 0},         // overlong
                                   {"ab\xE0\x80\x80", 2},   // overlong
                                   {"\xED\xA0\x80", 0},     // a surrogate
                                   {"\xF4\x90\x80\x80", 0}, // beyond U+10FFFF
                                   {"\xF8\x88\x80\x80\x80", 0},
                                   {"あ\xE3\x81", 3},       // cut off
                                   {"\x93\xFA\x96\x7B", 0}, // 日本 in CP932
                                   {"x\xFF", 1}}) {
        CAPTURE(text.size());
        CHECK(find_invalid_utf8(text) == at);
    }
}

TEST_CASE("a text cut off inside a character is refused at that character") {
    CHECK(rc::check([] {
        const auto whole = *rc::gen::inRange<std::size_t>(0, 20);
        const auto kept = *rc::gen::inRange<std::size_t>(1, 3);
        std::string text;
        for (std::size_t count = 0; count < whole; ++count)
            text += "広";
        RC_ASSERT(find_invalid_utf8(text + std::string{"場"}.substr(0, kept)) == whole * 3);
        RC_ASSERT(!find_invalid_utf8(text + "場"));
    }));
}

TEST_CASE("the beginning of a text is as long as asked, but never ends inside a character") {
    struct Row {
        std::string_view text;
        std::size_t bytes;
        std::string_view beginning;
    };
    for (const auto& [text, bytes, beginning] :
         {Row{"広場", 6, "広場"}, Row{"広場", 7, "広場"}, Row{"広場", 5, "広"}, Row{"広場", 3, "広"},
          Row{"広場", 2, ""}, Row{"a😀b", 4, "a"}, Row{"abc", 2, "ab"}, Row{"", 0, ""}}) {
        CAPTURE(text);
        CAPTURE(bytes);
        CHECK(beginning_of(text, bytes) == beginning);
    }
}

TEST_CASE("the first characters of a text are as many as asked, however many bytes each has") {
    struct Row {
        std::string_view text;
        std::size_t characters;
        std::string_view first;
    };
    for (const auto& [text, characters, first] :
         {Row{"広場", 2, "広場"}, Row{"広場", 3, "広場"}, Row{"広場", 1, "広"}, Row{"広場", 0, ""},
          Row{"a😀b", 2, "a😀"}, Row{"abc", 2, "ab"}, Row{"", 1, ""}}) {
        CAPTURE(text);
        CAPTURE(characters);
        CHECK(first_characters(text, characters) == first);
    }
}
