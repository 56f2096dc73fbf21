#include "store/engines.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <pqxx/pqxx>

#include <SQLiteCpp/SQLiteCpp.h>

#include "store/postgres_store.hpp"
#include "store/sqlite_store.hpp"

namespace nibbi::store::test {
namespace {

class SqlitePlace final : public Place {
 public:
  std::unique_ptr<usecases::Store> open() override { return open_sqlite(folder_.file("nibbi.db")); }
  std::unique_ptr<usecases::StoreReader> follow() override { return follow_sqlite(folder_.file("nibbi.db")); }
  void tamper(const std::string& sql) override {
    SQLite::Database(folder_.file("nibbi.db"), SQLite::OPEN_READWRITE).exec(sql);
  }

 private:
  Folder folder_;
};

class PostgresPlace final : public Place {
 public:
  explicit PostgresPlace(std::string url) : url_(std::move(url)) {
    static int count = 0;
    schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  }
  ~PostgresPlace() override {
    try {
      run("DROP SCHEMA IF EXISTS \"" + schema_ + "\" CASCADE");
    } catch (const pqxx::failure&) {  // The server's end will tidy up.
    }
  }
  std::unique_ptr<usecases::Store> open() override { return open_postgres(url_, schema_); }
  std::unique_ptr<usecases::StoreReader> follow() override { return follow_postgres(url_, schema_); }
  void tamper(const std::string& sql) override { run("SET search_path = \"" + schema_ + "\"; " + sql); }

 private:
  void run(const std::string& sql) {
    pqxx::connection connection(url_);
    connection.set_notice_handler([](pqxx::zview) {});
    pqxx::nontransaction(connection).exec(sql);
  }
  const std::string url_;
  std::string schema_;
};

}  // namespace

Folder::Folder() : path_((std::filesystem::temp_directory_path() / "nibbi-store-XXXXXX").string()) {
  if (!::mkdtemp(path_.data())) throw std::runtime_error("no folder for the test");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string postgres_url() {
  const char* url = std::getenv("NIBBI_TEST_POSTGRES");
  if (!url || !*url) SKIP("NOT TESTED ON POSTGRESQL: set NIBBI_TEST_POSTGRES to the URL that tools/test-postgres.sh start DIR prints");
  return url;
}

std::unique_ptr<Place> place_for(const std::string& engine) {
  if (engine == "sqlite") return std::make_unique<SqlitePlace>();
  return std::make_unique<PostgresPlace>(postgres_url());
}

int in_another_process(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
    } catch (const usecases::StoreFailed&) {
      ::_exit(1);
    } catch (...) {
      ::_exit(2);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

}  // namespace nibbi::store::test
