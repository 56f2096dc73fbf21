#include <fcntl.h>

#include <set>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "exchange/htcds.hpp"
#include "exchange/report.hpp"
#include "exchange/table.hpp"
#include "main/admin_works.hpp"
#include "main/commands.hpp"
#include "usecases/take_in.hpp"
#include "wire/contract_files.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

using namespace exchange;
using usecases::TakenIn;

constexpr std::size_t kHelping = 32;             ///< rows in one transaction
constexpr std::int64_t kSayEvery = 1'000;        ///< rows between two words on how far it is

[[noreturn]] void unreadable(FileProblem why) { throw std::runtime_error("the file can't be read: " + std::string(word(why))); }

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

/// Rows become files, some at a time; the row's identity gives the ids, so that the same row again is the same file.
class Intake {
 public:
  Intake(usecases::House& house, usecases::Pen pen, domain::Code country, bool apply, const AdminAsked& asked, const AdminProgress& progress)
      : house_(house), pen_(std::move(pen)), country_(std::move(country)), apply_(apply), asked_(asked), progress_(progress) {}

  void row(std::int64_t number, std::expected<Mapped, Refused> mapped) {
    Waiting row{{number, RowStatus::refused, {}, {}}, {}};
    if (!mapped) {
      row.line.reason = word(mapped.error().reason);
      row.line.findings = std::move(mapped.error().findings);
    } else {
      row.line.findings = std::move(mapped->findings);
      const std::string identity(reinterpret_cast<const char*>(mapped->identity.data()), mapped->identity.size());
      const RecordId record{crypto::derived_entry_id({"htcds row", pen_.unit.text(), identity}).uuid};
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

  void flush() {
    const auto answers = usecases::take_in(house_, pen_, histories_, apply_);
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

  std::int64_t count(RowStatus s) const { return counts_[static_cast<std::size_t>(s)]; }
  std::int64_t all() const { return all_; }

 private:
  struct Waiting {
    ReportLine line;
    std::optional<std::size_t> history;
  };

  void answer(ReportLine& line, const usecases::TakenInAnswer& taken) const {
    line.status = taken.what == TakenIn::exists ? RowStatus::exists : taken.what == TakenIn::refused ? RowStatus::refused : apply_ ? RowStatus::created : RowStatus::would_create;
    // Of a file of one's own that may not be is said that it is not allowed, never that it is not there.
    if (taken.why) line.reason = word(taken.why->code == ProblemCode::not_found ? ProblemCode::not_allowed : taken.why->code);
  }

  usecases::PreparedHistory prepared(RecordId record, std::vector<Planned> contents) {
    usecases::PreparedHistory history = usecases::begin_history(house_, record, domain::RecordKind::child);
    const Instant now = house_.now();
    std::int64_t n = 0;
    for (Planned& planned : contents) {
      if (auto* opened = std::get_if<domain::ChildOpened>(&planned.body)) opened->code = fresh_code();
      const EntryId id = crypto::derived_entry_id({"htcds entry", record.text(), std::to_string(n)});
      // Nobody gave a second factor on the command line.
      usecases::add_entry(house_, history, usecases::written(house_, pen_, record, n, std::move(planned.body), std::move(planned.telling), now, id), now, domain::Factor::stale, true);
      ++n;
    }
    return history;
  }

  std::string fresh_code() {
    for (;;) {
      const auto chance = crypto::random_bytes<4>();
      const unsigned long number = (chance[0] | chance[1] << 8 | chance[2] << 16 | static_cast<unsigned long>(chance[3]) << 24) & 0x3fffffff;
      std::string code = domain::case_code(country_.value, number);
      if (!house_.memory.caseload.has_code(code) && codes_.insert(code).second) return code;
    }
  }

  usecases::House& house_;
  usecases::Pen pen_;
  domain::Code country_;
  bool apply_;
  const AdminAsked& asked_;
  const AdminProgress& progress_;
  std::set<RecordId> seen_;
  std::set<std::string> codes_;
  std::vector<Waiting> rows_;
  std::vector<usecases::PreparedHistory> histories_;
  std::array<std::int64_t, 4> counts_{};
  std::int64_t all_ = 0;
};

/// The entries say who wrote them; that it was a list, and who sat at the machine, stands in the access log of the unit.
void note(usecases::House& house, const usecases::Pen& pen, const std::string& by, const Intake& done) {
  wire::Json row(jsoncons::json_object_arg);
  row["role"] = wire::Json(word(pen.role));
  row["unit"] = pen.unit.text();
  row["action"] = "import_htcds";
  row["decision"] = "allow";
  row["by"] = by;
  row["rows"] = done.all();
  row["created"] = done.count(RowStatus::created);
  row["shown"] = wire::Json(jsoncons::json_array_arg);
  house.writer.run<bool>([&, text = wire::write_json(row)](usecases::Draft& draft) {
    draft.change.append_access({0, draft.now, RecordId{pen.unit.uuid}, pen.person, text, {}});
    return true;
  });
}

}  // namespace

AdminAnswer work_import_htcds(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress& progress) {
  usecases::House& house = installation.house();
  const auto directory = house.memory.directory();
  const AccountAsked account = account_asked(house, asked);
  const auto named = asked.get("unit");
  if (!named && !house.demonstration) throw WrongUse("--unit is needed: the unit whose files these become");
  const domain::Post post = post_for(*directory, account.person, named ? std::optional(unit_asked(*directory, *named)) : std::nullopt);
  if (directory->unit(post.unit)->closed) throw WrongUse("that unit is closed");
  const bool apply = asked.get("apply").has_value();

  const std::string bytes = bytes_of(asked.file, TableLimits{}.file_bytes);
  const HtcdsMap map = read_htcds_map(wire::contract_files(), house.rules);
  auto table = open_table(bytes, asked.get("sheet").value_or(""));
  if (!table) unreadable(table.error());
  auto sheet = HtcdsSheet::open(**table, map);
  if (!sheet) unreadable(sheet.error());
  for (const Finding& f : sheet->findings()) progress("nibbi import: in the headings: " + text(f));

  auto key = std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate());
  const DeviceId device{crypto::derived_entry_id({"device", account.person.text(), key->public_spki()}).uuid};
  const usecases::Pen pen{account.person, post.role, post.unit, device, std::move(key), 0};
  const domain::Code country{std::string(directory->country_of(post.unit))};
  const ImportContext context{post.unit, country, house.today_at(post.unit, *directory), [](std::string_view text) { return crypto::sha256(text); }, language_of(*directory, account.person)};

  Intake intake(house, pen, country, apply, asked, progress);
  std::optional<FileProblem> broken;
  while (!broken) {
    auto row = sheet->next();
    if (!row) broken = row.error();
    else if (!*row) break;
    else intake.row((*row)->number, plan_row(**row, map, house.rules, context));
  }
  intake.flush();
  if (apply) note(house, pen, asked.need("by"), intake);
  progress("nibbi import: " + std::to_string(intake.all()) + " rows: " + std::to_string(intake.count(apply ? RowStatus::created : RowStatus::would_create)) + (apply ? " created, " : " would be created, ") +
           std::to_string(intake.count(RowStatus::exists)) + " there already, " + std::to_string(intake.count(RowStatus::refused)) + " refused" + (apply ? "" : "; nothing was written, --apply writes"));
  if (broken) throw std::runtime_error("the file can't be read further: " + std::string(word(*broken)));
  return {"", intake.count(RowStatus::refused) > 0 ? 1 : 0};
}

int run_import(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "unit", "as", "sheet"}, {"apply"});
  if (o.words().size() != 2 || (o.words()[0] != "htcds" && o.words()[0] != "outbox")) throw WrongUse("nibbi import htcds FILE, or nibbi import outbox FILE");
  const InstallationOptions io = options_of(o);
  if (o.words()[0] == "outbox") {
    for (const char* of_lists : {"unit", "as", "sheet", "apply"})
      if (o.get(of_lists)) throw WrongUse("--" + std::string(of_lists) + " is for lists; who wrote an outbox stands in it");
    return import_outbox(io, o.words()[1]);
  }
  AdminAsked asked{.command = "import htcds", .with = {{"by", operating_system_user()}}};
  for (const char* name : {"unit", "as", "sheet", "apply"})
    if (auto value = o.get(name)) asked.with[name] = *value;
  asked.file = ::open(o.words()[1].c_str(), O_RDONLY | O_CLOEXEC);
  if (asked.file < 0) throw WrongUse("the file can't be opened");
  return print_answer(ask_admin(io, asked));
}

}  // namespace nibbi
