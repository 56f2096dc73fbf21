#pragma once
// The commands of the binary. Each takes its arguments and returns the exit code: 0 done, 1 a finding, 2 wrong use.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi {

struct Command {
  std::string_view name;
  std::string_view summary;
  std::string_view help;  ///< with examples
  int (*run)(const std::vector<std::string>& arguments);
};

std::span<const Command> commands();

int run_serve(const std::vector<std::string>&);
int run_policy(const std::vector<std::string>&);
int run_demo(const std::vector<std::string>&);
int run_verify(const std::vector<std::string>&);
int run_backup(const std::vector<std::string>&);
int run_restore(const std::vector<std::string>&);
int run_rotate(const std::vector<std::string>&);
int run_person(const std::vector<std::string>&);
int run_import(const std::vector<std::string>&);
int run_export(const std::vector<std::string>&);
int run_unit(const std::vector<std::string>&);
int run_names(const std::vector<std::string>&);
int run_link(const std::vector<std::string>&);

}  // namespace nibbi
