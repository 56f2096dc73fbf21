#pragma once
// One child's file being made up: who says what, when, having seen what. The parts of the journey are methods; stories.cpp strings them together.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "demo/cast.hpp"
#include "domain/rules.hpp"

namespace nibbi::demo {

/// The ways that a journey can have gone by now.
enum class Course : std::uint8_t {
  tonight, sheltered, referral_pending, referral_expired, referral_declined, consent_refused, answers_differ, registration_differs, tracing, best_interests,
  return_planned, withdrawn, on_the_road, handed_over, follow_up, staying, transferred, found_again, closed_home, closed_staying, contact_lost,
};
inline constexpr std::size_t course_count = 21;

/// A group of children found together.
struct Group {
  RecordId event, movement;
  Instant at, departs;
  std::int64_t children = 0;
  std::string where;
};

/// What all stories share.
struct World {
  const domain::Rules& rules;
  const Stock& stock;
  const Cast& cast;
  std::uint64_t seed = 0;
  Instant now;
  std::vector<RecordId> places;  ///< houses and workshops where children were
  std::optional<Group> group;
};

struct ChildPlan {
  std::int64_t number = 0;  ///< from 0
  std::int64_t turn = 0;    ///< how many others have this course before it: which of its variants is told
  Course course{};
  bool in_group = false;
  std::string found, origin;  ///< countries
  std::string shelter;        ///< the centre where the child sleeps, when it is in Senegal
};

/// The plain part and these.
domain::DataClasses sharing(std::initializer_list<domain::DataClass>);

class Story {
 public:
  Story(const World&, const ChildPlan&, Instant begins);
  /// Tells the whole story. `beds_taken`: children of other files who sleep at a unit now; beyond its places a reason is given.
  void tell(const std::function<std::int64_t(UnitId)>& beds_taken);

  const History& file() const { return file_; }
  History& file() { return file_; }
  std::vector<History>& others() { return others_; }  ///< families, inquiries, movements that came with it
  Instant ends() const { return at_; }
  UnitId sleeps_at() const { return sleeps_at_; }

 private:
  struct How {
    std::string reason;               ///< why a right that needs a reason was used
    std::int64_t unseen = 0;          ///< how many of the last entries the author had not seen
    int off_line_minutes = 0;         ///< written off line and sent so much later
    domain::Code copied_from;
    std::string told_by;
  };
  struct Sent { EntryId id; const Worker* desk = nullptr; };
  struct Ask {
    std::string_view to, service, priority = "urgent_72h";
    std::string_view basis = "assent_with_guardian";
    bool transfer = false;
    domain::DataClasses classes = sharing({domain::DataClass::name, domain::DataClass::languages, domain::DataClass::safety});
  };

  // story.cpp: saying and passing time
  EntryId say(const Worker&, domain::Body, const How&);
  EntryId say(const Worker& by, domain::Body body) { return say(by, std::move(body), How{}); }
  EntryId say_as_system(domain::Body);
  EntryId open_other(domain::RecordKind, const Worker&, domain::Body, RecordId = {});
  void pass_days(int least, int most);
  void pass_minutes(int least, int most);
  Date today() const { return day_of(at_, 0); }  // these countries keep UTC
  Date day(int later) const { return {today().day + later}; }
  std::string text(const Worker& by, std::string_view subject) { return world_.stock.text(chance_, by.unit->about.country.value, subject); }
  domain::FormSaved form(std::string_view name) const;
  void note(const Worker&, std::string_view kind, std::string_view subject, std::string_view source = "child");
  const Worker& one(std::string_view unit, domain::Role role) { return world_.cast.one(chance_, unit, role); }
  const Worker& desk(std::string_view unit);
  bool is(int times_in_100) { return chance_.in_100(static_cast<std::uint64_t>(times_in_100)); }

  // story_care.cpp: from the first night to safety
  std::string kept_away();
  void meet();
  void assign();
  Sent refer(const Worker& from, const Ask&);
  void arrive(const Sent&);
  void accept(const Sent&);
  void serve(const Sent&);
  void finish(const Sent&);
  void shelter();
  void sleep_at(const Worker& by, std::string_view kind, UnitId, EntryId title);
  void legal();
  void health(std::string_view reason);
  void risk();
  void risk_again(bool with_a_next_day);
  void assess();
  void identify();
  void days_at_the_centre();

  // story_answer.cpp: family, best interests, lasting answer, way home
  void trace(bool confirmed);
  void weigh(std::string_view answer, bool decided);
  void agree(EntryId asked);
  void wish(std::string_view what);
  void prepare_return();
  void depart();
  void travel();
  void hand_over();
  void settle();
  void stay();
  void follow_up(int visits);
  void close(std::string_view reason);
  void lose_contact();

  // stories.cpp: what courses are made of
  void come_to_safety();
  void find_answer(std::string_view answer);
  void go_home();
  void tell_tonight();
  void tell_pending();
  void tell_expired();
  void tell_declined();
  void tell_refused();
  void tell_answers_differ();
  void tell_registration_differs();
  void tell_withdrawn();
  void tell_transferred();
  void tell_found_again();
  void open_in_emergency();
  std::string another_centre();

  const World& world_;
  const ChildPlan& plan_;
  Chance chance_;
  Instant at_;
  History file_;
  std::vector<History> others_;
  std::function<std::int64_t(UnitId)> beds_taken_;
  UnitId sleeps_at_;

  // the child
  bool girl_ = false;
  int age_ = 12;
  std::string given_, family_, language_, guardian_, kin_name_, kin_relation_;
  std::string_view work_;  ///< how the days were spent: list day_activity
  bool kin_is_woman_ = true;
  // those who have to do with the child; `social_` follows the file where the child was found, `home_` where the child comes from
  std::string social_, home_, coordination_, home_coordination_, keeper_;
  domain::Role keeper_role_{};
  const Worker* opener_ = nullptr;
  const Worker* worker_ = nullptr;
  const Worker* home_worker_ = nullptr;
  const Worker* keeper_worker_ = nullptr;
  EntryId title_, placement_, plan_id_, departed_, handover_, referral_home_;
  Sent home_referral_;
  const Worker* companion_ = nullptr;
  bool danger_ = false;
};

/// The words of a list, in one go.
domain::Codes codes(std::initializer_list<std::string_view>);
inline domain::Code code(std::string_view word) { return {std::string(word)}; }

}  // namespace nibbi::demo
