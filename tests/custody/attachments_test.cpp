// Photos and papers go where the file goes: into a backup and out of it, through a rotation of the master key.
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "main/admin_works.hpp"
#include "main/restore.hpp"
#include "tests/custody/world.hpp"
#include "usecases/attachments.hpp"
#include "usecases/rotate.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

usecases::Session session_of(World& w, const std::string& login) {
  const PersonId who = w.person(login);
  const Post post = w.house().memory.directory()->person(who)->posts.front();
  usecases::Session s;
  s.person = who;
  s.role = post.role;
  s.unit = post.unit;
  s.factor_at = w.house().now();
  return s;
}

std::string seen(World& w, RecordId child, const Uuid& id) {
  const auto served = usecases::serve_attachment(w.house(), session_of(w, "binta"), child, id, "");
  return served ? served->bytes : std::string(word(served.error().code));
}

}  // namespace

TEST_CASE("an attachment is in the backup, is there after a restore, and stays readable when the master key has changed") {
  const Home home("sqlite");
  const Folder elsewhere;
  const std::string bytes = "%PDF-1.7 " + std::string(150'000, 'p');
  const Uuid id = crypto::new_uuid(system_now());
  RecordId child;
  {
    World w(home);
    w.settle();
    child = w.open_file(1);
    REQUIRE(w.said(w.say("binta", child, AttachmentAdded{id, {"legal_document"}, {"application/pdf"}, static_cast<std::int64_t>(bytes.size()), crypto::base64url(crypto::sha256(bytes)), ""})) == "accepted");
    for (std::int64_t i = 0; i < chunks_of(static_cast<std::int64_t>(bytes.size())); ++i)
      REQUIRE(usecases::receive_chunk(w.house(), session_of(w, "binta"), child, id, i, std::string_view(bytes).substr(static_cast<std::size_t>(i * kChunkBytes), kChunkBytes)).has_value());
    usecases::rotate(w.house(), w.installation().keyring(), [](std::int64_t) {});
    REQUIRE(usecases::drop_version(w.installation().keyring(), 1));
    CHECK(seen(w, child, id) == bytes);
    const int fd = ::open(elsewhere.file("a.nibbi").c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    REQUIRE(fd >= 0);
    AdminAsked asked{.command = "backup", .with = {{"prove", "yes"}}, .file = fd};
    CHECK(work_backup(w.installation(), home.options(), asked, [](const std::string&) {}).exit == 0);
    ::close(fd);
    CHECK(verdict(w) == "ok");
  }
  const std::string data = elsewhere.file("restored");
  REQUIRE(restore({.from = elsewhere.file("a.nibbi"), .keys = home.path() + "/master.key", .data = data, .epoch = {}, .say = [](const std::string&) {}, .password_cost = {1, 8192}}).proof.holds());
  InstallationOptions o;
  o.data = data;
  o.must_exist = true;
  o.password_cost = {1, 8192};
  World w(o);
  CHECK(seen(w, child, id) == bytes);
  CHECK(verdict(w) == "ok");
}
