#include "exchange/csv.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <rapidcheck/catch.h>

#include "base/fold.hpp"

using namespace nibbi::exchange;

namespace {

using Table = std::vector<std::vector<std::string>>;

struct Result {
  Table rows;
  std::vector<RowTrouble> troubles;
  std::vector<std::int64_t> numbers;
  bool repaired = false, damaged = false;
  std::string problem;
  char separator = 0;
};
Result read(CsvReader reader) {
  Result out;
  for (;;) {
    auto row = reader.next();
    if (!row) {
      out.problem = word(row.error());
      break;
    }
    if (!*row) break;
    out.rows.push_back((*row)->cells);
    out.troubles.push_back((*row)->trouble);
    out.numbers.push_back((*row)->number);
    out.repaired = out.repaired || (*row)->repaired;
    out.damaged = out.damaged || (*row)->damaged;
  }
  out.separator = reader.separator();
  return out;
}
Result read(std::string_view text, const TableLimits& limits = {}) { return read(CsvReader(text, limits)); }

/// The same bytes, in pieces of this size.
Result read_in_pieces(std::string text, std::size_t piece) {
  return read(CsvReader([text, piece, at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t n = std::min({piece, into.size(), text.size() - at});
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), n, into.begin());
    at += n;
    return n;
  }));
}

std::string utf16(std::string_view ascii, bool big, bool mark) {
  std::string out;
  auto put = [&](unsigned char high, unsigned char low) {
    out += static_cast<char>(big ? high : low);
    out += static_cast<char>(big ? low : high);
  };
  if (mark) put(0xFE, 0xFF);
  for (const char c : ascii) put(0, static_cast<unsigned char>(c));
  return out;
}

std::string any_text() {
  static constexpr std::array<std::string_view, 22> kPieces{"a", "é", "\"", ",", ";", "\t", "\n", "\r", "=", "+", "-", "@", "'", " ", "ɓ", "1", "\\", "\xF0\x9F\x98\x80", "\"\"", "\r\n", "sep=", "0"};
  std::string out;
  for (int n = *rc::gen::inRange(0, 8); n > 0; --n) out += kPieces[*rc::gen::inRange<std::size_t>(0, kPieces.size())];
  return out;
}

}  // namespace

TEST_CASE("rows are read whatever ends them and whatever parts their cells") {
  const Table wanted{{"a", "b"}, {"1", "2"}};
  CHECK(read("a,b\r\n1,2\r\n").rows == wanted);
  CHECK(read("a;b\n1;2").rows == wanted);
  CHECK(read("a\tb\r1\t2\r").rows == wanted);
  CHECK(read("\xEF\xBB\xBF" "a,b\n1,2\n").rows == wanted);
  CHECK(read("sep=|\r\na|b\r\n1|2").rows == wanted);
  CHECK(read("a;b,c;d\n1;2;3\n").separator == ';');
  CHECK(read("Liste 2019, centre\na;b;c\n1;2;3\n").separator == ';');
  // Commas within a remark are no columns, however many.
  CHECK(read("id;given;note\n1;Awa;one, two, three, four\n2;Binta;five, six\n").separator == ';');
  CHECK(read("id;lat;lon\n1;12,5;3,4\n2;13,5;3,9\n").separator == ';');
}

TEST_CASE("blanks before a mark are none of the text, and an open cell keeps its own") {
  CHECK(read("a, \"x, y\",b\n").rows == Table{{"a", "x, y", "b"}});
  CHECK(read("a, x y,b\n").rows == Table{{"a", " x y", "b"}});
}

TEST_CASE("a cell between marks holds separators, line ends and doubled marks") {
  CHECK(read("a,b\n\"x,\r\ny\",\"say \"\"no\"\"\"\n").rows == Table{{"a", "b"}, {"x,\r\ny", "say \"no\""}});
  CHECK(read("a,b\n5\" high,x\n\"x\"y,z\n").rows == Table{{"a", "b"}, {"5\" high", "x"}, {"xy", "z"}});
}

TEST_CASE("rows are counted as a spreadsheet counts them, and empty lines are passed over") {
  const Result r = read("a,b\n\n\"x\ny\",2\n,\n3,4\n");
  CHECK(r.rows == Table{{"a", "b"}, {"x\ny", "2"}, {"", ""}, {"3", "4"}});
  CHECK(r.numbers == std::vector<std::int64_t>{1, 3, 4, 5});
}

TEST_CASE("old encodings are repaired, and the row says so") {
  const Result latin = read("nom,ville\nA\xEFssatou,Th\xE8s\n");
  CHECK(latin.rows[1] == std::vector<std::string>{"Aïssatou", "Thès"});
  CHECK(latin.repaired);
  CHECK_FALSE(latin.damaged);
  CHECK(read("a,b\nx\x81,y\n").damaged);
  CHECK(read("a,b\n\x80 5,\x9C\n").rows[1] == std::vector<std::string>{"€ 5", "œ"});
  CHECK_FALSE(read("a,b\nAïssatou,y\n").repaired);
  for (const bool big : {false, true})
    for (const bool mark : {false, true}) CHECK(read(utf16("aa;bb\r\n11;22\r\n", big, mark)).rows == Table{{"aa", "bb"}, {"11", "22"}});
}

TEST_CASE("what was made UTF-8 twice is made UTF-8 once, and honest names stay") {
  CHECK(without_mojibake("S\u00c3\u00a9kou") == "S\u00e9kou");
  CHECK(without_mojibake("CISS\u00c3\u2030") == "CISS\u00c9");
  CHECK(without_mojibake("S\u00c3\u0192\u00c2\u00a9kou") == "S\u00e9kou");
  CHECK(without_mojibake("\u00d9\u2026\u00d8\u00ad\u00d9\u2026\u00d8\u00af") == "\u0645\u062d\u0645\u062f");
  for (const char* honest : {"", "Awa", "S\u00e9kou", "Sim\u00e3o", "\u0645\u062d\u0645\u062f", "\u07d3\u07cf", "\u00c3", "\U0001F600", "\xff", "\xc3"}) {
    INFO(honest);
    CHECK_FALSE(without_mojibake(honest));
  }
  rc::prop("any bytes come out as valid text, or not at all", [](const std::string& bytes) {
    const auto repaired = without_mojibake(bytes);
    RC_ASSERT(!repaired || nibbi::is_valid_utf8(*repaired));
  });
}

TEST_CASE("what is no table is refused") {
  CHECK(read(std::string_view("\x7F" "ELF\0\0\0\0\0\0\1\2\3\0\0\0", 17)).problem == "not_a_table");
  CHECK(read("PK\x03\x04rest").problem == "not_a_table");
  CHECK(read("").rows.empty());
}

TEST_CASE("limits end a row or the file, and are named") {
  TableLimits limits;
  limits.row_bytes = 50;
  limits.columns = 3;
  limits.rows = 5;
  const Result r = read("a,b\n" + std::string(200, 'x') + ",y\n1,2\n1,2,3,4,5\n3,4\n", limits);
  CHECK(r.troubles == std::vector{RowTrouble::none, RowTrouble::row_too_long, RowTrouble::none, RowTrouble::too_many_columns, RowTrouble::none});
  CHECK(r.rows.back() == std::vector<std::string>{"3", "4"});
  CHECK(read("a\n1\n2\n3\n4\n5\n6\n", limits).problem == "too_many_rows");
  limits = {};
  limits.file_bytes = 100'000;
  CHECK(read(std::string(200'000, 'a'), limits).problem == "file_too_large");
}

TEST_CASE("a mark left open costs its own line, and what might be its rest") {
  const Result r = read("a,b,c\n1,\"2,3\nrest of a story\n4,5,6\n7,8,9\n");
  CHECK(r.troubles == std::vector{RowTrouble::none, RowTrouble::quote_left_open, RowTrouble::columns_differ, RowTrouble::none, RowTrouble::none});
  CHECK(r.rows.back() == std::vector<std::string>{"7", "8", "9"});
  TableLimits limits;
  limits.broken_rows = 3;
  limits.row_bytes = 6;
  CHECK(read("a,b\nx,\"12345678\nx,\"12345678\nx,\"12345678\n1,2\n", limits).problem.empty());
  CHECK(read("a,b\nx,\"12345678\nx,\"12345678\nx,\"12345678\nx,\"12345678\n", limits).problem == "too_many_broken_rows");
}

TEST_CASE("no cell that we write is a formula, and every cell comes back") {
  CHECK(formula_guarded("=1+1") == "'=1+1");
  CHECK(formula_guarded("+221 77") == "'+221 77");
  CHECK(formula_guarded("''@x") == "'''@x");
  CHECK(formula_guarded("'tis") == "'tis");
  CHECK(formula_unguarded("'-3") == "-3");
  CHECK(formula_unguarded("'tis") == "'tis");
  CHECK(csv_row(std::vector<std::string>{"-1", "a\"b", "x;y"}) == "'-1,\"a\"\"b\",\"x;y\"\r\n");
  CHECK(csv_row(std::vector<std::string>{"-1", "x;y"}, {.guard = false}) == "-1,\"x;y\"\r\n");

  rc::prop("any rows come back as they were, whole or in pieces", [] {
    const CsvStyle style{.separator = *rc::gen::element(',', ';', '\t'), .mark = *rc::gen::arbitrary<bool>()};
    const auto width = *rc::gen::inRange<std::size_t>(2, 5);
    Table rows{{"first", "second"}};
    rows.front().resize(width, "h");
    for (int n = *rc::gen::inRange(0, 6); n > 0; --n) {
      std::vector<std::string> cells;
      for (std::size_t i = 0; i < width; ++i) cells.push_back(any_text());
      rows.push_back(cells);
    }
    std::string text(csv_start(style));
    for (const auto& row : rows) text += csv_row(row, style);
    RC_ASSERT(read(text).rows == rows);
    RC_ASSERT(read_in_pieces(text, *rc::gen::inRange<std::size_t>(1, 7)).rows == rows);
    for (const auto& row : rows)
      for (const auto& cell : row) {
        const std::string written = formula_guarded(cell);
        RC_ASSERT((written.empty() || std::string_view("=+-@\t\r").find(written[0]) == std::string_view::npos));
      }
  });
}

TEST_CASE("any bytes are read to an end, as valid text, the same whole or in pieces") {
  rc::prop("bytes", [] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::element('a', '"', ',', ';', '\n', '\r', '\xE9', '\xC3', '\xA9', '=', '\'', ' ', '\t', 'b', '1'));
    const Result whole = read(bytes);
    RC_ASSERT(whole.rows == read_in_pieces(bytes, 3).rows);
    for (const auto& row : whole.rows)
      for (const auto& cell : row) RC_ASSERT(nibbi::is_valid_utf8(cell));
  });
}
