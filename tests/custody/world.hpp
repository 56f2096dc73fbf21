#pragma once
// An installation in a folder of its own that is closed, killed, copied and opened again; with people in two units, made as the administrator makes
// them. On SQLite, and on PostgreSQL where NIBBI_TEST_POSTGRES names one.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crypto/random.hpp"
#include "main/installation.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/say.hpp"
#include "usecases/verify.hpp"

namespace nibbi::tests {

/// The engines that this run has; SQLite always.
std::vector<std::string> engines();

/// A number from the environment, or `otherwise`.
long from_environment(const char* name, long otherwise);

/// All bytes of a file.
std::string read_whole(const std::string& path);

/// A folder that goes with this object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// Where an installation lives while it is not open.
class Home {
 public:
  explicit Home(const std::string& engine);
  ~Home();
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  InstallationOptions options() const;
  const std::string& path() const { return folder_.path(); }
  const std::string& engine() const { return engine_; }
  /// Runs SQL beside the installation, which must be closed.
  void tamper(const std::string& sql) const;

 private:
  std::string engine_, schema_;
  Folder folder_;
};

inline constexpr const char* kPassphrase = "une phrase d'essai";

/// An open installation, and hands to write with. Units: Parcours (Binta, case worker; Demba, supervisor; Oumy, data protection officer), Espoir
/// (Fatou, shelter staff; 3 places; no second factor), Bairro (Sadio, supervisor; Nino, case worker), Ensemble (Lia, the programme's data protection officer).
class World {
 public:
  explicit World(const InstallationOptions& options);
  explicit World(const Home& home) : World(home.options()) {}

  /// The units and people, in an installation that has none yet.
  void settle();

  Installation& installation() { return *installation_; }
  usecases::House& house() { return installation_->house(); }
  PersonId person(const std::string& login);
  UnitId unit(const std::string& name);

  /// Judged and, if it may be, written; the last n before the author's eyes.
  usecases::Receipt say(const std::string& login, RecordId, domain::Body, domain::Telling = {}, domain::Factor = domain::Factor::fresh);
  /// A file that Binta opens, with a name and some notes.
  RecordId open_file(unsigned long number, int notes = 1);
  RecordId open_file(const std::string& login, unsigned long number);
  /// "accepted", "pending", or the refusal's word.
  std::string said(const usecases::Receipt&);
  EntryId last() const { return last_; }

 private:
  usecases::Pen& pen(const std::string& login);
  std::unique_ptr<Installation> installation_;
  std::map<std::string, usecases::Pen> pens_;
  EntryId last_;
};

/// What `nibbi verify` says of an open installation: "ok", or its JSON.
std::string verdict(usecases::House&);
inline std::string verdict(World& w) { return verdict(w.house()); }
/// What the installation knows, in words that do not depend on chance: log, records, folded states, accesses, things. Caches and wrapped
/// keys are opened, so two equal texts are two equal states.
std::string dump(usecases::House&);
inline std::string dump(World& w) { return dump(w.house()); }

/// Runs `work` in another process, which must not return from it, and kills that after `delay_us`.
void killed_after(long delay_us, const std::function<void()>& work);

}  // namespace nibbi::tests
