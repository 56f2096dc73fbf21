#include "store/script.hpp"

namespace nibbi::store::test {
namespace {

using namespace usecases;

constexpr unsigned kRecords = 5;

struct Abort {};

class Player {
 public:
  Player(Change& change, std::span<const Step> steps, Outcome& out) : change_(change), steps_(steps), out_(out) {}

  /// Until the end of the script, or of the nested change that was opened before.
  void play(int depth) {
    bool passed_over = false;
    while (at_ < steps_.size()) {
      const Step& step = steps_[at_++];
      switch (step.kind) {
        case Step::open_nested:
        case Step::open_nested_too:
          nested(depth);
          break;
        case Step::close_nested:
        case Step::close_nested_too:
          if (depth > 0) return;
          break;
        case Step::fail_nested:
          if (depth > 0) throw Abort{};
          break;
        case Step::abort_all:
          throw Abort{};
        case Step::pass_over_a_failure:
          try {
            change_.reseal(entry_id(999'999), {});
            told();
          } catch (const std::exception&) {
            passed_over = true;
          }
          break;
        case Step::look:
          if (!passed_over) out_.looks.push_back(picture_of(change_));
          break;
        default:
          write(step);
          if (may_be_refused(step)) told();
      }
    }
  }

 private:
  static bool may_be_refused(const Step& step) {
    return (step.kind >= Step::append && step.kind <= Step::put_more_state) || step.kind == Step::reseal || step.kind == Step::reseal_nothing;
  }
  /// A write may be carried out late. Whoever asks is told what was wrong with it, which the model tells at once.
  void told() { (void)change_.thing(kDrawers[0], ""); }

  void nested(int depth) {
    const std::string here = "nested " + std::to_string(depth);
    try {
      change_.nested([&] { play(depth + 1); });
    } catch (const Abort&) {
      out_.lines.push_back(here + " aborted");
    } catch (const StoreFailed&) {
      out_.lines.push_back(here + " failed");
    } catch (const std::logic_error&) {
      out_.lines.push_back(here + " refused");
    }
  }

  void write(const Step& step) {
    const RecordId record = record_id(step.which % kRecords + 1);
    const unsigned seed = step.which * 31 + step.size;
    switch (step.kind) {
      case Step::put_record: {
        StoredRecord r = sample_record(step.which % kRecords + 1);
        r.key_version = step.size;
        r.erased = step.size % 3 == 0;
        return change_.put_record(r);
      }
      case Step::append:
      case Step::append_more:
      case Step::append_again:
        ++out_.entries;
        if (!change_.record(record)) change_.put_record(sample_record(step.which % kRecords + 1));
        return change_.append(next_entry(change_, record, out_.entries, step.size * 7));
      case Step::gap_in_log: {
        auto e = next_entry(change_, record, ++out_.entries);
        e.pos += step.size % 2 ? 1 : -1;
        return change_.append(e);
      }
      case Step::gap_in_record: {
        auto e = next_entry(change_, record, ++out_.entries);
        e.n += step.size % 2 ? 1 : -1;
        return change_.append(e);
      }
      case Step::id_twice:
        return change_.append(next_entry(change_, record, out_.entries));
      case Step::put_state:
      case Step::put_more_state:
        if (step.size % 8 != 0 && !change_.record(record)) change_.put_record(sample_record(step.which % kRecords + 1));
        return change_.put_state(sample_state(step.which % kRecords + 1, step.size, seed));
      case Step::drop_state:
        return change_.drop_state(record);
      case Step::reseal:
      case Step::reseal_nothing: {
        const EntryId id = entry_id(step.which % (out_.entries + 1));
        if (step.size % 8 != 0 && !change_.entry(id)) return;
        return change_.reseal(id, {{some_bytes(step.size, seed), "", some_bytes(step.size * 3, seed), ""}});
      }
      case Step::access:
      case Step::access_more:
        return change_.append_access(sample_access(step.which % kRecords + 1, step.size % 4, seed));
      case Step::put_thing:
        return change_.put_thing(kDrawers[step.which % 3], some_bytes(step.size % 4, step.which % 5), some_bytes(step.size, seed));
      case Step::drop_thing:
        return change_.drop_thing(kDrawers[step.which % 3], some_bytes(step.size % 4, step.which % 5));
      case Step::put_chunk:
        return change_.put_chunk(numbered(step.which % kAttachments), step.size % kChunks, some_bytes(step.size * 100, seed));
      case Step::drop_chunks:
        return change_.drop_chunks(numbered(step.which % kAttachments));
      case Step::raise_epoch:
        return change_.set_epoch(change_.head().epoch + step.size % 3);
      case Step::lower_epoch:
        return change_.set_epoch(change_.head().epoch - 1);
    }
  }

  Change& change_;
  std::span<const Step> steps_;
  Outcome& out_;
  std::size_t at_ = 0;
};

}  // namespace

void play(Change& change, std::span<const Step> steps, Outcome& out) { Player(change, steps, out).play(0); }

void run(Store& store, std::span<const Step> steps, Outcome& out) {
  try {
    store.transact([&](Change& change) { play(change, steps, out); });
  } catch (const Abort&) {
    out.lines.push_back("aborted");
  } catch (const StoreFailed&) {
    out.lines.push_back("failed");
  } catch (const std::logic_error&) {
    out.lines.push_back("refused");
  }
}

}  // namespace nibbi::store::test
