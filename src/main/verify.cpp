#include <iostream>

#include "main/admin_socket.hpp"
#include "main/commands.hpp"
#include "main/installation.hpp"
#include "main/options.hpp"
#include "usecases/verify.hpp"

namespace nibbi {

int run_verify(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database"}, {"without-keys"});
  o.no_words();
  const std::string data = o.need("data");
  if (o.has("without-keys")) {
    const usecases::Verified verified = usecases::verify_log(*follow(data, o.get("database")), nullptr);
    std::cout << usecases::summary(verified) << '\n';
    return verified.finding_count == 0 ? 0 : 1;
  }
  InstallationOptions io;
  io.data = data;
  io.database = o.get("database");
  return print_answer(ask_admin(io, {.command = "verify", .with = {}}));
}

}  // namespace nibbi
