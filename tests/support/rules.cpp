#include "tests/support/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <string>
#include <vector>

#include "wire/contract_read.hpp"

namespace nibbi::tests {
namespace {

domain::Rules read_contract() {
  namespace fs = std::filesystem;
  const fs::path root = NIBBI_CONTRACT_DIR;
  std::vector<fs::path> paths;
  for (const char* folder : {"policy", "forms", "codelists", "clocks"})
    for (const auto& file : fs::directory_iterator(root / folder))
      if (file.path().extension() == ".json") paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  // A programme that keeps a list of its funding lines, as the demonstration does.
  paths.push_back(root / "demo" / "funding_lines.json");

  std::list<std::string> kept;
  std::vector<wire::ContractFile> files;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    const std::string& text = kept.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    const std::string& below = kept.emplace_back(path.lexically_relative(root).generic_string());
    files.push_back({below.starts_with("demo/") ? "codelists/funding_lines.json" : std::string_view(below), text});
  }
  return wire::read_rules(files);
}

}  // namespace

const domain::Rules& rules() {
  static const domain::Rules kRules = read_contract();
  return kRules;
}

}  // namespace nibbi::tests
