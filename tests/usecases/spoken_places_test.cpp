// A village in another orthography lies where the gazetteer has it; a name that may be several places lies nowhere.
#include <catch2/catch_test_macros.hpp>

#include "usecases/known_child.hpp"

using namespace nibbi;

namespace {

const std::string kTable =
    "id\tcountry\tadmin1\tadmin1_name\tadmin2\tadmin2_name\tname\tlat\tlon\tretired\n"
    "SN-1\tSN\t1\tKolda\t\t\tDiallocounda\t13.1000\t-14.1000\t\n"
    "ML-1\tML\t1\tSikasso\t\t\tOu\u00e9zzindougou\t12.2000\t-8.1000\t\n"
    "ML-2\tML\t1\tKayes\t\t\tKoulikoro\t12.9000\t-7.6000\t\n"
    "ML-3\tML\t2\tS\u00e9gou\t\t\tKulikoro\t13.9000\t-6.6000\t\n"
    "ML-4\tML\t2\tS\u00e9gou\t\t\tTouba\t13.0000\t-6.0000\t2027-01\n";

std::optional<names::Point> where(const std::string& village) {
  static const auto written = readmodels::Places::from_tsv(kTable);
  static const usecases::SpokenPlaces places(written);
  return usecases::known_of(places, domain::InquiryOpened{.village = village}).where;
}

}  // namespace

TEST_CASE("a village is found in the orthography of another country", "[tracing][places]") {
  REQUIRE(where("Diallocounda"));
  REQUIRE(where("Jallowkunda"));
  CHECK(where("Jallowkunda")->latitude == where("Diallocounda")->latitude);
  REQUIRE(where("Wezzindugu"));
  CHECK(where("Wezzindugu")->longitude < -8);
  CHECK(where("Jallowkunda, Kolda, SN"));
  CHECK_FALSE(where("Jallowkunda, Sikasso, ML"));  // said to be elsewhere
}

TEST_CASE("what is written so is it, and what may be several places is none of them", "[tracing][places]") {
  REQUIRE(where("Koulikoro"));  // another one is read alike, but this one is written so
  CHECK(where("Koulikoro")->latitude < 13);
  CHECK_FALSE(where("Coulicoro"));
  CHECK_FALSE(where("Tuba"));   // no longer offered
  CHECK_FALSE(where("Bamako"));
  CHECK_FALSE(where(""));
}
