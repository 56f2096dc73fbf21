// Two files of one child: a new file held against all others by what it shares with them, beside a pass over all. alike_bench PEOPLE FILES [SEED].
// Half of the files that are asked for have a second one. Both ways look for the same; what the pass calls likely and the other way does not is lost.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/invented_places.hpp"
#include "names/trace.hpp"

namespace {

using namespace nibbi::names;

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}
double at(std::vector<double>& times, std::size_t hundredth) {
  std::sort(times.begin(), times.end());
  return times.empty() ? 0 : times[std::min(times.size() - 1, times.size() * hundredth / 100)];
}
double mean(const std::vector<double>& times) {
  double sum = 0;
  for (const double t : times) sum += t;
  return times.empty() ? 0 : sum / static_cast<double>(times.size());
}

}  // namespace

int main(int count, char** words) {
  const auto people = static_cast<std::uint64_t>(count > 1 ? std::atoll(words[1]) : 100'000), files = static_cast<std::uint64_t>(count > 2 ? std::atoll(words[2]) : 400);
  const auto seed = static_cast<std::uint64_t>(count > 3 ? std::atoll(words[3]) : 1);
  TraceBase base;
  struct Asked {
    std::uint32_t number;
    std::uint64_t person;
    Known known;
  };
  std::vector<std::uint64_t> person;
  std::vector<Asked> asked;
  const std::uint64_t every_second = std::max<std::uint64_t>(1, people / 20 / std::max<std::uint64_t>(1, files / 2)), every = std::max<std::uint64_t>(1, people / std::max<std::uint64_t>(1, files / 2));
  std::uint64_t seconds = 0, firsts = 0;
  const double begun = cpu_ms();
  invent_inquiries(people, 0, seed, nibbi::bench::invented_places(), {[&](const InventedFile& f) {
                     const Known known = known_of(f);
                     const std::uint32_t number = base.add(person.size(), known);
                     const bool second = !person.empty() && person.back() == f.person;
                     person.push_back(f.person);
                     if (second ? seconds++ % every_second == 0 : firsts++ % every == 0) asked.push_back({number, f.person, known});
                   }});
  const TraceSize size = base.size();
  std::printf("files %zu, made and read in %.1f s; %.1f bytes a file, dictionary of %zu words and %zu places %.1f MB; files asked for %zu\n", size.files, (cpu_ms() - begun) / 1000, static_cast<double>(size.file_bytes) / static_cast<double>(size.files),
              size.words, size.places, static_cast<double>(size.dictionary_bytes) / 1e6, asked.size());
  std::vector<double> pass, shared, fresh;
  std::size_t pairs = 0, kept = 0, more = 0, right = 0, real = 0, found = 0;
  Trace room(base), other(base);
  for (const Asked& a : asked) {
    std::vector<std::uint64_t> all(person.size() / 64 + 1, ~std::uint64_t{0});
    all[a.number / 64] &= ~(std::uint64_t{1} << a.number % 64);
    double from = cpu_ms();
    const Traced whole = room.find(a.known, 5, std::span<const std::uint64_t>(all));
    pass.push_back(cpu_ms() - from);
    from = cpu_ms();
    const Traced some = other.likely(a.known, 5, std::span(&a.number, 1));
    shared.push_back(cpu_ms() - from);
    from = cpu_ms();
    Trace(base).likely(a.known, 5, std::span(&a.number, 1));
    fresh.push_back(cpu_ms() - from);
    const bool has_second = (a.number > 0 && person[a.number - 1] == a.person) || (a.number + 1 < person.size() && person[a.number + 1] == a.person);
    real += has_second;
    for (const Candidate& c : some.candidates) found += has_second && person[c.file] == a.person && c.band != Band::weak;
    for (const Candidate& c : whole.candidates) {
      if (c.band == Band::weak) continue;
      ++pairs;
      right += person[c.file] == a.person;
      kept += std::any_of(some.candidates.begin(), some.candidates.end(), [&](const Candidate& s) { return s.file == c.file && s.band != Band::weak; });
    }
    for (const Candidate& s : some.candidates)
      more += s.band != Band::weak && std::none_of(whole.candidates.begin(), whole.candidates.end(), [&](const Candidate& c) { return c.file == s.file && c.band != Band::weak; });
  }
  const auto share = [](std::size_t a, std::size_t b) { return b == 0 ? 1.0 : static_cast<double>(a) / static_cast<double>(b); };
  std::printf("pairs that the pass calls likely: %zu (%.4f of them right), of which %.4f are found by what they share; others called likely: %zu\n", pairs, share(right, pairs), share(kept, pairs), more);
  std::printf("second files: %zu, of which %.4f are found\n", real, share(found, real));
  const double mean_pass = mean(pass), mean_shared = mean(shared);
  std::printf("processor time of a file: a pass %.2f ms (p99 %.2f), by what it shares %.2f ms (p50 %.2f, p99 %.2f), with nothing remembered of the files before %.2f ms: 1/%.1f of the pass, 1/%.1f\n", mean_pass, at(pass, 99), mean_shared, at(shared, 50),
              at(shared, 99), mean(fresh), mean_pass / mean_shared, mean_pass / mean(fresh));
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("peak memory %.0f MB\n", static_cast<double>(used.ru_maxrss) / 1024);
}
