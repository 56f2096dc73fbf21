#pragma once
// Rows of a list become files, some at a time: what all imports of lists have in common, whatever the columns are called.
#include <set>

#include "exchange/htcds.hpp"
#include "exchange/report.hpp"
#include "main/admin_works.hpp"
#include "usecases/take_in.hpp"

namespace nibbi {

[[noreturn]] void unreadable(exchange::FileProblem);

/// Who takes a list in, for which unit, with which pen; read from --as, --unit and --apply.
struct ListAsked {
  AccountAsked account;
  usecases::Pen pen;
  exchange::ImportContext context;
  bool apply = false;
};
/// Throws WrongUse, and std::runtime_error where this account may not open files for that unit.
ListAsked list_asked(usecases::House&, const AdminAsked&);

/// The row's identity gives the ids, so that the same row again is the same file.
class ListIntake {
 public:
  /// `from` names the way in: rows that come by two ways are two files.
  ListIntake(usecases::House& house, const ListAsked& list, std::string from, const AdminAsked& asked, const AdminProgress& progress)
      : house_(house), pen_(list.pen), country_(list.context.country), from_(std::move(from)), apply_(list.apply), asked_(asked), progress_(progress) {}

  void row(std::int64_t number, std::expected<exchange::Mapped, exchange::Refused> mapped);
  /// All rows of the sheet; then the note in the access log, and how many there were. Returns the exit code.
  int all_of(exchange::HtcdsSheet&, const exchange::HtcdsMap&, const exchange::ImportContext&);

 private:
  struct Waiting {
    exchange::ReportLine line;
    std::optional<std::size_t> history;
  };

  void flush();
  void note();
  void answer(exchange::ReportLine&, const usecases::TakenInAnswer&) const;
  usecases::PreparedHistory prepared(RecordId, std::vector<exchange::Planned>);
  std::string fresh_code();
  std::int64_t count(exchange::RowStatus s) const { return counts_[static_cast<std::size_t>(s)]; }

  usecases::House& house_;
  usecases::Pen pen_;
  domain::Code country_;
  std::string from_;
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

}  // namespace nibbi
