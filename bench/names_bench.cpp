// Search over an invented base: recall and time of each kind of query, bytes a file. names_bench PEOPLE QUERIES [SEED [show | FOLDER]]
// With `show`, every query that does not find its file is printed with it; with a folder, files and queries are written there for peers.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/invented_places.hpp"
#include "names/abreast.hpp"
#include "names/generate.hpp"
#include "names/index.hpp"
#include "names/letters.hpp"

namespace {

using namespace nibbi::names;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point from) { return std::chrono::duration<double, std::milli>(Clock::now() - from).count(); }

/// Of this thread's own processor time: other work on the machine doesn't count.
double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

struct Tally {
  std::size_t asked = 0, found = 0, asked_back = 0, found_after_answer = 0;
  std::map<std::string, std::size_t> missed;  ///< by why
};

/// Why a query did not find its file: the file alone is asked.
std::string why_missed(const InventedQuery& q, const Found& found) {
  if (found.too_common) return "asked back";
  Index alone;
  const InventedFile& f = q.file;
  alone.add({.id = f.id, .given = f.given, .family = f.family, .mother = f.mother, .father = f.father, .village = f.village, .phone = f.phone, .age = f.age});
  alone.finish();
  const Found itself = Search(alone).find(q.text, 1);
  if (itself.hits.empty()) return "no word agrees";
  for (const Reason& reason : itself.hits[0].reasons)
    if (reason.how == Reason::How::missing) return "a word is not recognised";
  return "others agree as well or better";
}

/// The first of the facts that were asked for which the file has and the query had not.
std::string answer(const InventedQuery& q, const std::vector<std::string>& ask) {
  const InventedFile& f = q.file;
  for (const std::string& fact : ask) {
    if (fact == "village" && !f.village.empty() && !f.elsewhere && !q.text.ends_with(f.village)) return f.village;
    if (fact == "mother" && !f.mother.empty() && q.fact_in_file) return f.mother;
    if (fact == "father" && !f.father.empty()) return f.father;
    if (fact == "age") return std::to_string(f.age);
  }
  return {};
}

/// Distances of some words to very many, 32 abreast and one by one: without any look at letters beforehand.
void print_distances(const std::set<std::string>& dictionary, const std::vector<InventedQuery>& asked) {
  std::map<std::size_t, std::vector<std::string>> by_length;
  for (const std::string& word : dictionary) by_length[word.size()].push_back(word);
  std::map<std::size_t, std::vector<char>> abreast;
  for (auto& [length, words] : by_length) {
    std::vector<char>& letters = abreast[length];
    letters.resize((words.size() + kAbreast - 1) / kAbreast * kAbreast * length);
    for (std::size_t i = 0; i < words.size(); ++i)
      for (std::size_t at = 0; at < length; ++at) letters[i / kAbreast * kAbreast * length + at * kAbreast + i % kAbreast] = words[i][at];
  }
  std::vector<Pattern> patterns;
  for (std::size_t i = 0; i < std::min<std::size_t>(asked.size(), 20); ++i) patterns.emplace_back(words_of(asked[i].text).at(0).folded);
  std::size_t near[3] = {}, done = 0;
  double ms[3] = {};
  for (int round = 0; round < 5; ++round)
    for (const Pattern& pattern : patterns) {
      done += dictionary.size();
      double from = cpu_ms();
      for (const auto& [length, words] : by_length)
        for (const std::string& word : words) near[0] += pattern.distance(word) <= 2;
      ms[0] += cpu_ms() - from;
      for (const bool together : {false, true}) {
        from = cpu_ms();
        const Abreast compare(pattern, together && Abreast::can_together());
        Distances distances;
        for (const auto& [length, words] : by_length)
          for (std::size_t i = 0; i < words.size(); i += kAbreast) {
            const std::size_t here = std::min(kAbreast, words.size() - i);
            compare.distances(abreast[length].data() + i * length, length, here == kAbreast ? ~std::uint32_t{0} : (std::uint32_t{1} << here) - 1, distances);
            for (std::size_t k = 0; k < here; ++k) near[1 + together] += distances[k] <= 2;
          }
        ms[1 + together] += cpu_ms() - from;
      }
    }
  const auto millions = [&](int way) { return static_cast<double>(done) / ms[way] / 1e3; };
  std::printf("distances to %zu words, millions a second: one by one %.0f, one by one abreast %.0f, %s %.0f: %.1f times%s\n", dictionary.size(), millions(0), millions(1), Abreast::can_together() ? "32 at once (AVX2)" : "no AVX2 here,", millions(2),
              ms[0] / ms[2], near[0] == near[1] && near[0] == near[2] ? "" : "; AND THEY DISAGREE");
}

}  // namespace

int main(int count, char** words) {
  const auto people = static_cast<std::uint64_t>(count > 1 ? std::atoll(words[1]) : 100'000), queries = static_cast<std::uint64_t>(count > 2 ? std::atoll(words[2]) : 5'000);
  const auto seed = static_cast<std::uint64_t>(count > 3 ? std::atoll(words[3]) : 1);
  const std::string last = count > 4 ? words[4] : "";
  const bool show = last == "show", write = !last.empty() && !show;
  std::ofstream people_file, queries_file;
  if (write) {
    people_file.open(last + "/trgm_people.csv");
    queries_file.open(last + "/trgm_queries.csv");
  }
  Index index;
  std::vector<InventedQuery> asked;
  std::set<std::string> dictionary;
  const auto begun = Clock::now();
  invent(people, queries, seed, nibbi::bench::invented_places(),
         {[&](const InventedFile& f) {
            index.add({.id = f.id, .given = f.given, .family = f.family, .mother = f.mother, .father = f.father, .village = f.village, .phone = f.phone, .age = f.age});
            for (const std::string* text : {&f.given, &f.family, &f.mother, &f.father, &f.village})
              for (const Word& word : dictionary.size() < 200'000 ? words_of(*text) : std::vector<Word>()) dictionary.insert(word.folded);
            if (write) people_file << f.id << ',' << f.person << ',' << f.given << ' ' << f.family << ' ' << f.mother << ' ' << f.father << ' ' << f.village << '\n';
          },
          [&](const InventedQuery& q) {
            asked.push_back(q);
            if (write) queries_file << q.text << ',' << q.person << ',' << q.fact_in_file << '\n';
          }});
  index.finish();
  const IndexSize size = index.size();
  std::printf("files %zu, words %zu, made and read in %.1f s; %.1f bytes a file beyond the dictionary, dictionary %.1f MB\n", size.files, size.words, ms_since(begun) / 1000,
              static_cast<double>(size.file_bytes) / static_cast<double>(size.files), static_cast<double>(size.dictionary_bytes) / 1e6);

  print_distances(dictionary, asked);
  dictionary.clear();
  Search search(index);
  std::map<std::string, Tally> tallies;
  std::vector<double> times, cpu_times;
  for (const InventedQuery& q : asked) {
    const auto from = Clock::now();
    const double cpu_from = cpu_ms();
    const Found found = search.find(q.text, 10);
    times.push_back(ms_since(from));
    cpu_times.push_back(cpu_ms() - cpu_from);
    const std::string right = std::to_string(q.person);
    const auto has = [&](const Found& f) { return std::any_of(f.hits.begin(), f.hits.end(), [&](const Hit& h) { return std::string_view(h.id).substr(1) == right; }); };
    const bool there = has(found), after = there || (found.too_common && has(search.find(q.text + " " + answer(q, found.ask), 10)));
    const std::string why = there ? "" : why_missed(q, found);
    if (show && !there)
      std::printf("%s: %s | %s, %s, %s, %s, %s\n", why.c_str(), q.text.c_str(), q.file.given.c_str(), q.file.family.c_str(), q.file.mother.c_str(), q.file.father.c_str(), q.file.village.c_str());
    const std::string slips = "slips " + std::to_string(q.slips);
    std::vector<std::string> kinds = {"all", q.fact_in_file ? "1 the fact is in the file" : "2 the fact is another in the file"};
    if (q.fact_in_file)
      for (const std::string& kind : {slips + (q.other_orthography ? ", other orthography" : ", same orthography"),
                                    std::string(q.beginning ? "beginning of a name" : "whole names"), std::string(q.turned_round ? "turned round" : "in order"), "by a clerk: " + q.file.clerk, "country " + q.file.country, "sex " + q.file.sex})
        kinds.push_back(kind);
    for (const std::string& kind : kinds) {
      Tally& t = tallies[kind];
      ++t.asked;
      t.found += there;
      t.found_after_answer += after;
      t.asked_back += found.too_common;
      if (!there) ++t.missed[why];
    }
  }
  for (const auto& [kind, t] : tallies) {
    std::printf("%-34s %6zu queries  recall@10 %.4f, %.4f with one answer; asked back %.4f", kind.c_str(), t.asked, static_cast<double>(t.found) / static_cast<double>(t.asked),
                static_cast<double>(t.found_after_answer) / static_cast<double>(t.asked), static_cast<double>(t.asked_back) / static_cast<double>(t.asked));
    for (const auto& [why, n] : t.missed) std::printf("; %s %zu", why.c_str(), n);
    std::printf("\n");
  }
  const auto shares = [](const char* what, std::vector<double>& all) {
    std::sort(all.begin(), all.end());
    const auto at = [&](double share) { return all.empty() ? 0.0 : all[std::min(all.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all.size())))]; };
    std::printf("%s of a query: p50 %.2f ms, p99 %.2f ms, most %.2f ms\n", what, at(0.5), at(0.99), at(1));
  };
  shares("time by the clock", times);
  shares("processor time", cpu_times);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("peak memory %.0f MB\n", static_cast<double>(used.ru_maxrss) / 1024);
}
