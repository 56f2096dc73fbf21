// Writes random questions and this machine's answers to standard output, for parity.mjs to ask the browser's build the same:
//
//   parity_native HISTORIES SEED
//
// A line `history SEED` begins each history: `parity_native 1 SEED` writes it alone. For each question there is a line
// `call input_bytes answer_bytes`, then the input, then the answer, each ended by a line break. The first question is for the versions of
// both builds, and then each golden entry of contract/examples is asked after.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests/parity/questions.hpp"
#include "wasm/calls.hpp"

int main(int argc, char** argv) {
  using namespace nibbi;
  if (argc != 3) {
    std::fprintf(stderr, "parity_native HISTORIES SEED\n");
    return 2;
  }
  const auto histories = std::strtoull(argv[1], nullptr, 10), seed = std::strtoull(argv[2], nullptr, 10);
  const parity::Ask ask = [](const std::string& call, const std::string& input) {
    std::string answer = wasm::answer(call, input);
    std::printf("%s %zu %zu\n", call.c_str(), input.size(), answer.size());
    std::fwrite(input.data(), 1, input.size(), stdout);
    std::fputc('\n', stdout);
    std::fwrite(answer.data(), 1, answer.size(), stdout);
    std::fputc('\n', stdout);
    return answer;
  };
  std::uint64_t at = 0;
  try {
    ask("core_version", "");
    parity::ask_about_golden_entries(ask);
    for (; at < histories; ++at) {
      std::printf("history %llu\n", seed + at);
      tests::Chance chance(seed + at);
      parity::ask_about_one_history(chance, ask);
    }
  } catch (const std::exception& error) {
    std::fflush(stdout);
    std::fprintf(stderr, "history %llu of seed %llu: %s\n", static_cast<unsigned long long>(at), seed, error.what());
    return 1;
  }
  return std::ferror(stdout) || std::fflush(stdout) ? 1 : 0;
}
