#include "main/list_intake.hpp"

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "wire/json.hpp"

namespace nibbi {

using namespace exchange;
using usecases::TakenIn;

namespace {

constexpr std::size_t kHelping = 32;             ///< rows in one transaction
constexpr std::int64_t kSayEvery = 1'000;        ///< rows between two words on how far it is

/// The post in which this person may open files: for the unit that was named, or for the first one that they have.
domain::Post post_for(const domain::Directory& d, PersonId person, std::optional<UnitId> unit) {
  if (const auto* p = d.person(person))
    for (const auto& post : p->posts)
      if ((!unit || post.unit == *unit) && domain::the_seven.has(post.role)) return post;
  throw std::runtime_error("refused: not_allowed; this account may not open files for that unit");
}

std::string language_of(const domain::Directory& d, PersonId person) {
  const auto* p = d.person(person);
  return p && std::find(kLanguages.begin(), kLanguages.end(), p->language.value) != kLanguages.end() ? p->language.value : "fr";
}

}  // namespace

void unreadable(FileProblem why) { throw std::runtime_error("the file can't be read: " + std::string(word(why))); }

ListAsked list_asked(usecases::House& house, const AdminAsked& asked) {
  const auto directory = house.memory.directory();
  const AccountAsked account = account_asked(house, asked);
  const auto named = asked.get("unit");
  if (!named && !house.demonstration) throw WrongUse("--unit is needed: the unit whose files these become");
  const domain::Post post = post_for(*directory, account.person, named ? std::optional(unit_asked(*directory, *named)) : std::nullopt);
  if (directory->unit(post.unit)->closed) throw WrongUse("that unit is closed");
  auto key = std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate());
  const DeviceId device{crypto::derived_entry_id({"device", account.person.text(), key->public_spki()}).uuid};
  return {account,
          {account.person, post.role, post.unit, device, std::move(key), 0},
          {post.unit, domain::Code{std::string(directory->country_of(post.unit))}, house.today_at(post.unit, *directory), [](std::string_view text) { return crypto::sha256(text); },
           language_of(*directory, account.person)},
          asked.get("apply").has_value()};
}

void ListIntake::row(std::int64_t number, std::expected<Mapped, Refused> mapped) {
  Waiting row{{number, RowStatus::refused, {}, {}}, {}};
  if (!mapped) {
    row.line.reason = word(mapped.error().reason);
    row.line.findings = std::move(mapped.error().findings);
  } else {
    row.line.findings = std::move(mapped->findings);
    const std::string identity(reinterpret_cast<const char*>(mapped->identity.data()), mapped->identity.size());
    const RecordId record{crypto::derived_entry_id({from_ + " row", pen_.unit.text(), identity}).uuid};
    // Two equal rows of one list are one child.
    if (!seen_.insert(record).second || house_.store.record(record)) {
      row.line.status = RowStatus::exists;
    } else {
      row.history = histories_.size();
      histories_.push_back(prepared(record, std::move(mapped->contents)));
    }
  }
  rows_.push_back(std::move(row));
  if (rows_.size() >= kHelping) flush();
}

void ListIntake::flush() {
  const auto answers = usecases::take_in(house_, pen_, histories_, apply_, asked_.get("called").value_or(""));
  std::string lines;
  for (Waiting& row : rows_) {
    if (row.history) answer(row.line, answers[*row.history]);
    lines += write(row.line);
    ++counts_[static_cast<std::size_t>(row.line.status)];
    if (++all_ % kSayEvery == 0) progress_("nibbi import: " + std::to_string(all_) + " rows");
  }
  if (!lines.empty()) asked_.print(lines);
  rows_.clear();
  histories_.clear();
}

void ListIntake::answer(ReportLine& line, const usecases::TakenInAnswer& taken) const {
  line.status = taken.what == TakenIn::exists ? RowStatus::exists : taken.what == TakenIn::refused ? RowStatus::refused : apply_ ? RowStatus::created : RowStatus::would_create;
  // Of a file of one's own that may not be is said that it is not allowed, never that it is not there.
  if (taken.why) line.reason = word(taken.why->code == ProblemCode::not_found ? ProblemCode::not_allowed : taken.why->code);
}

usecases::PreparedHistory ListIntake::prepared(RecordId record, std::vector<Planned> contents) {
  usecases::PreparedHistory history = usecases::begin_history(house_, record, domain::RecordKind::child);
  const Instant now = house_.now();
  std::int64_t n = 0;
  for (Planned& planned : contents) {
    if (auto* opened = std::get_if<domain::ChildOpened>(&planned.body)) opened->code = fresh_code();
    const EntryId id = crypto::derived_entry_id({from_ + " entry", record.text(), std::to_string(n)});
    // Nobody gave a second factor on the command line.
    usecases::add_entry(house_, history, usecases::written(house_, pen_, record, n, std::move(planned.body), std::move(planned.telling), now, id), now, domain::Factor::stale, true);
    ++n;
  }
  return history;
}

std::string ListIntake::fresh_code() {
  for (;;) {
    const auto chance = crypto::random_bytes<4>();
    const unsigned long number = (chance[0] | chance[1] << 8 | chance[2] << 16 | static_cast<unsigned long>(chance[3]) << 24) & 0x3fffffff;
    std::string code = domain::case_code(country_.value, number);
    if (!house_.memory.caseload.has_code(code) && codes_.insert(code).second) return code;
  }
}

/// The entries say who wrote them; that it was a list, and who sat at the machine, stands in the access log of the unit.
void ListIntake::note() {
  wire::Json row(jsoncons::json_object_arg);
  row["role"] = wire::Json(word(pen_.role));
  row["unit"] = pen_.unit.text();
  row["action"] = "import_" + from_;
  row["decision"] = "allow";
  row["by"] = asked_.need("by");
  row["rows"] = all_;
  row["created"] = count(RowStatus::created);
  row["shown"] = wire::Json(jsoncons::json_array_arg);
  house_.writer.run<bool>([&, text = wire::write_json(row)](usecases::Draft& draft) {
    draft.change.append_access({0, draft.now, RecordId{pen_.unit.uuid}, pen_.person, text, {}});
    return true;
  });
}

int ListIntake::all_of(HtcdsSheet& sheet, const HtcdsMap& map, const ImportContext& context) {
  std::optional<FileProblem> broken;
  while (!broken) {
    auto next = sheet.next();
    if (!next) broken = next.error();
    else if (!*next) break;
    else row((*next)->number, plan_row(**next, map, house_.rules, context));
  }
  flush();
  if (apply_) note();
  progress_("nibbi import: " + std::to_string(all_) + " rows: " + std::to_string(count(apply_ ? RowStatus::created : RowStatus::would_create)) + (apply_ ? " created, " : " would be created, ") +
            std::to_string(count(RowStatus::exists)) + " there already, " + std::to_string(count(RowStatus::refused)) + " refused" + (apply_ ? "" : "; nothing was written, --apply writes"));
  if (apply_ && count(RowStatus::created) > 0) progress_("nibbi import: possible duplicates are looked for while nibbi serve runs, and come as one task to who may see both files");
  if (broken) throw std::runtime_error("the file can't be read further: " + std::string(word(*broken)));
  return count(RowStatus::refused) > 0 ? 1 : 0;
}

}  // namespace nibbi
