// contract/entries and contract/examples/entries are what the codec reads and writes.
//
//   NIBBI_WRITE=contract build/dev/tests/test_wire "*contract/entries*"
//
// writes the schemas anew, and a golden file for a kind that has none. A golden file that is there is never written again: it was sent.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/entry_schema.hpp"
#include "tests/support/golden_entries.hpp"
#include "tests/support/rules.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

namespace fs = std::filesystem;
const fs::path kContract = NIBBI_CONTRACT_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
bool writes() {
  const char* what = std::getenv("NIBBI_WRITE");
  return what && std::string_view(what) == "contract";
}
std::string file_of(Kind kind) { return std::string(word(kind)) + ".1.json"; }

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> out;
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".json") out.insert(file.path().filename().string());
  return out;
}

}  // namespace

TEST_CASE("contract/entries says of each kind what the codec reads, and of nothing else") {
  std::set<std::string> names;
  for (const auto& [name, text] : entry_schemas()) {
    names.insert(name);
    if (writes()) std::ofstream(kContract / "entries" / name, std::ios::binary) << text;
    INFO(name << " (NIBBI_WRITE=contract writes it anew)");
    CHECK(text_of(kContract / "entries" / name) == text);
  }
  CHECK(names_in(kContract / "entries") == names);
}

TEST_CASE("contract/entries has a golden entry for each kind, which is read and written back byte for byte") {
  std::set<std::string> names;
  for (std::size_t i = 0; i < kind_count; ++i) {
    const Kind kind = static_cast<Kind>(i);
    const fs::path path = kContract / "examples" / "entries" / file_of(kind);
    names.insert(file_of(kind));
    if (writes() && !fs::exists(path)) std::ofstream(path, std::ios::binary) << golden_page(golden_entry(kind));
    INFO(file_of(kind));
    const std::string page = golden_file(kind);
    const OnTheWire golden = read_golden_page(page);
    CHECK(golden_page(golden) == page);
    const auto header = wire::read_header(golden.header);
    REQUIRE(header.has_value());
    CHECK(header->kind == kind);
    CHECK(wire::write_header(*header) == golden.header);
    const auto content = wire::read_parts(kind, golden.parts, &rules());
    if (!content) FAIL_CHECK(word(content.error().code) << (content.error().details.contains("field") ? " " + content.error().details.at("field") : ""));
    else CHECK(wire::write_parts(*content, rules()) == golden.parts);
  }
  CHECK(names_in(kContract / "examples" / "entries") == names);
}
