#include "wire/json_place.hpp"

#include <jsoncons/json_cursor.hpp>

#include <set>
#include <system_error>

namespace nibbi::wire {
namespace {

/// The first key that stands twice in one object; nothing where all is well or not JSON at all.
std::string key_written_twice(std::string_view text) {
    std::error_code broken;
    std::vector<std::set<std::string>> open_objects;
    for (jsoncons::json_string_cursor cursor(text, broken); !broken && !cursor.done();
         cursor.next(broken)) {
        const auto& event = cursor.current();
        if (event.event_type() == jsoncons::staj_event_type::begin_object) {
            open_objects.emplace_back();
        } else if (event.event_type() == jsoncons::staj_event_type::end_object) {
            open_objects.pop_back();
        } else if (event.event_type() == jsoncons::staj_event_type::key) {
            const auto key = event.get<std::string>();
            if (!open_objects.back().insert(key).second) return key;
        }
    }
    return {};
}

}  // namespace

std::expected<Json, std::string> parse_strictly(std::string_view text) {
    std::error_code broken;
    jsoncons::json_decoder<Json> decoder;
    jsoncons::json_string_reader reader(text, decoder);
    reader.read(broken);
    if (broken)
        return std::unexpected("line " + std::to_string(reader.line()) + ": " + broken.message());
    if (const auto key = key_written_twice(text); !key.empty())
        return std::unexpected(in_quotes(key) + " stands twice in one object");
    return decoder.get_result();
}

}  // namespace nibbi::wire
