#include "exchange/htcds_notes.hpp"

#include <algorithm>

#include "base/fold.hpp"

namespace nibbi::exchange {
namespace {

constexpr std::string_view kIndent = "\n  ";
// Room for the heading of a note and for the label before a value.
constexpr std::size_t kHeadingRoom = 120, kValueRoom = 6000;

std::size_t language_place(std::string_view language) {
  const auto it = std::find(kLanguages.begin(), kLanguages.end(), language);
  return it == kLanguages.end() ? 0 : static_cast<std::size_t>(it - kLanguages.begin());
}

std::string indented(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\n') out += kIndent;
    else out += c;
  }
  return out;
}

// The heading of a column of the file's own, so that it can't look like one of ours.
std::string own_heading(std::string_view heading) {
  std::string out;
  for (const char c : heading) out += c == '\n' ? ' ' : c == '[' ? '(' : c == ']' ? ')' : c;
  return cut(out.empty() ? "?" : out, 200).front();
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

/// `[[kind source day]]`, of words that the lists have.
std::optional<domain::NoteAdded> read_mark(std::string_view line, const domain::Rules& rules) {
  if (!line.starts_with("[[") || !line.ends_with("]]")) return std::nullopt;
  line = line.substr(2, line.size() - 4);
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    words.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  if (words.size() != 3 || !rules.in_list("note_kind", words[0])) return std::nullopt;
  domain::NoteAdded note{.note_kind = {words[0]}, .about_day = Date::parse(words[2]), .source = {}, .text = {}};
  if (words[1] != "-") {
    if (!rules.in_list("note_source", words[1])) return std::nullopt;
    note.source.value = words[1];
  }
  if (!note.about_day && words[2] != "-") return std::nullopt;
  return note;
}

/// A mark, whatever number of backslashes stands before it.
bool is_mark_or_escaped(std::string_view line, const domain::Rules& rules) {
  while (line.starts_with('\\')) line.remove_prefix(1);
  return read_mark(line, rules).has_value();
}

bool is_plain(const domain::NoteAdded& note) { return note.note_kind.value == kNoteKind && note.source.value == kCommentSource && !note.about_day; }

std::string escaped(std::string_view text, const domain::Rules& rules) {
  std::string out;
  for (const std::string_view line : lines_of(text)) {
    if (!out.empty() || line.data() != text.data()) out += '\n';
    if (is_mark_or_escaped(line, rules)) out += '\\';
    out += line;
  }
  return out;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  auto strip = [&](auto&& at_start) {
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view space : {" ", "\t", "\n", "\r", "\xC2\xA0", "\xE2\x80\xAF"}) {
        if (at_start ? text.starts_with(space) : text.ends_with(space)) {
          at_start ? text.remove_prefix(space.size()) : text.remove_suffix(space.size());
          again = true;
        }
      }
    }
  };
  strip(true);
  strip(false);
  return text;
}

std::vector<std::string> cut(std::string_view text, std::size_t longest) {
  std::vector<std::string> out;
  std::size_t begin = 0, count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u;
    if (!starts_character) continue;
    if (count == longest) {
      out.emplace_back(text.substr(begin, i - begin));
      begin = i;
      count = 0;
    }
    ++count;
  }
  if (begin < text.size()) out.emplace_back(text.substr(begin));
  return out;
}

std::vector<domain::NoteAdded> write_columns(const NoteGroup& group, std::span<const NoteLine> lines, std::string_view language, std::optional<Date> about_day) {
  const std::size_t place = language_place(language);
  std::vector<std::string> texts;
  std::size_t used = kNoteLength;
  auto add = [&](const std::string& line) {
    const std::size_t length = code_points(line) + 1;
    if (used + length > kNoteLength - kHeadingRoom) {
      texts.emplace_back();
      used = 0;
    }
    texts.back() += "\n" + line;
    used += length;
  };
  for (const NoteLine& line : lines) {
    const std::string name = line.field ? line.field->labels[place] + " [" + line.field->name + "]" : own_heading(line.heading);
    bool first = true;
    for (const std::string& piece : cut(indented(line.value), kValueRoom)) {
      add(name + (first ? ": " : "+: ") + piece);
      first = false;
    }
  }
  std::vector<domain::NoteAdded> out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string heading = group.headings[place];
    if (texts.size() > 1) heading += " (" + std::to_string(i + 1) + "/" + std::to_string(texts.size()) + ")";
    out.push_back({.note_kind = {std::string(kNoteKind)}, .about_day = about_day, .source = {group.source}, .text = heading + texts[i]});
  }
  return out;
}

std::optional<ReadColumns> read_columns(const domain::NoteAdded& note, const HtcdsMap& map) {
  const auto lines = lines_of(note.text);
  std::string_view heading = lines.front();
  if (const std::size_t open = heading.rfind(" ("); heading.ends_with(')') && open != std::string_view::npos) heading = heading.substr(0, open);
  ReadColumns out;
  for (const NoteGroup& group : map.groups())
    if (note.source.value == group.source && std::find(group.headings.begin(), group.headings.end(), heading) != group.headings.end()) out.group = group.name;
  if (out.group.empty()) return std::nullopt;

  bool ours = false;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].starts_with("  ")) {
      if (ours) out.lines.back().value += "\n" + std::string(lines[i].substr(2));
      continue;
    }
    const std::size_t open = lines[i].find('['), close = lines[i].find(']');
    ours = false;
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) continue;
    const Field* field = map.by_name(lines[i].substr(open + 1, close - open - 1));
    std::string_view rest = lines[i].substr(close + 1);
    const bool continued = rest.starts_with('+');
    if (continued) rest.remove_prefix(1);
    if (field == nullptr || !rest.starts_with(": ")) continue;
    out.lines.push_back({field, field->name, std::string(rest.substr(2))});
    out.continued.push_back(continued);
    ours = true;
  }
  return out;
}

std::vector<domain::NoteAdded> read_comments(std::string_view cell, const domain::Rules& rules) {
  const domain::NoteAdded plain{.note_kind = {std::string(kNoteKind)}, .about_day = {}, .source = {std::string(kCommentSource)}, .text = {}};
  std::vector<domain::NoteAdded> notes{plain};
  bool first_line = true;
  for (std::string_view line : lines_of(cell)) {
    if (auto marked = read_mark(line, rules)) {
      notes.push_back(std::move(*marked));
      first_line = true;
      continue;
    }
    if (line.starts_with('\\') && is_mark_or_escaped(line, rules)) line.remove_prefix(1);
    if (!first_line) notes.back().text += '\n';
    notes.back().text += line;
    first_line = false;
  }
  auto empty = [](const domain::NoteAdded& note) { return trimmed(note.text).empty(); };
  if (std::any_of(notes.begin() + 1, notes.end(), empty)) {
    notes.assign(1, plain);
    notes.front().text = cell;
  }
  std::vector<domain::NoteAdded> out;
  for (domain::NoteAdded& note : notes)
    for (std::string& piece : cut(trimmed(note.text), kNoteLength))
      out.push_back({.note_kind = note.note_kind, .about_day = note.about_day, .source = note.source, .text = std::move(piece)});
  return out;
}

std::string write_comments(std::span<const domain::NoteAdded* const> notes, const domain::Rules& rules) {
  if (notes.size() == 1 && is_plain(*notes[0])) {
    const auto back = read_comments(notes[0]->text, rules);
    if (back.size() == 1 && is_plain(back[0]) && back[0].text == notes[0]->text) return notes[0]->text;
  }
  std::string out;
  for (const domain::NoteAdded* note : notes) {
    // The first may stand bare; those after it need a line that parts them.
    if (!out.empty() || !is_plain(*note)) {
      if (!out.empty()) out += '\n';
      out += "[[" + note->note_kind.value + " " + (note->source.empty() ? "-" : note->source.value) + " " + (note->about_day ? note->about_day->text() : "-") + "]]\n";
    }
    out += escaped(note->text, rules);
  }
  return out;
}

}  // namespace nibbi::exchange
