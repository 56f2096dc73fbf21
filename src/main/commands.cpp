#include "main/commands.hpp"

#include <iostream>

#include "main/options.hpp"
#include "main/policy_matrix.hpp"
#include "wire/contract_files.hpp"

namespace nibbi {
namespace {

constexpr Command kCommands[] = {
    {"serve", "serve the workers' application and the public site",
     "nibbi serve --data DIR [--database URL] [--port 8080] [--public-port 8081]\n"
     "            [--origin URL] [--public-host NAME] [--listen ADDRESS] [--tls-certificate FILE --tls-key FILE | --proxy ADDRESS[,ADDRESS]]\n\n"
     "  --data DIR         the folder of this installation; made at the first start, with its master key\n"
     "  --database URL     a PostgreSQL database instead of the SQLite file in DIR\n"
     "  --port N           the workers' application, on localhost (8080)\n"
     "  --public-port N    the public site, on 127.0.0.1 (8081)\n\n"
     "Without more it answers on this machine only, to localhost and 127.0.0.1. Under a name of its own:\n\n"
     "  --origin URL           what the workers' browsers show: https://nibbi.example.org\n"
     "  --public-host NAME     the public site's own name, another one than the application's\n"
     "  --listen ADDRESS       the address of this machine to answer on (127.0.0.1)\n"
     "  --tls-certificate FILE the certificate with its chain, PEM, for both names; TLS 1.3 only. Read at the start: start again after renewal\n"
     "  --tls-key FILE         its key\n"
     "  --proxy ADDRESS        a proxy in front that speaks TLS: its X-Forwarded-For and X-Forwarded-Proto are believed\n\n"
     "Examples:\n  nibbi serve --data /var/lib/nibbi\n  nibbi serve --data /var/lib/nibbi --database postgresql:///nibbi\n"
     "  nibbi serve --data /var/lib/nibbi --origin https://nibbi.example.org --public-host contact.example.org --proxy 127.0.0.1\n",
     run_serve},
    {"demo", "fill a new folder with an invented programme, plainly marked DEMO",
     "nibbi demo --data DIR [--children 565] [--seed 1] [--at MOMENT] [--database URL]\n\n"
     "  --at MOMENT    whence its dates count back, by default now\n\n"
     "Writes sixteen partner units, people in every role and invented children into a new installation, and prints the accounts as JSON.\n"
     "The same seed and the same moment give the same programme. Its fixed passphrase and second factors work only in a demonstration on loopback.\n\n"
     "Example:\n  nibbi demo --data build/demo --children 40 --seed 1\n",
     run_demo},
    {"verify", "check chain, signatures, headers, and fold every record again",
     "nibbi verify --data DIR [--database URL] [--without-keys]\n\n"
     "Prints a JSON summary. Exit code 1 when something does not hold.\n"
     "Without keys it holds chain, order, headers and signatures; with them also every sealed part, every state, accounts and the access log.\n"
     "While nibbi serve runs, a copy is verified.\n\nExample:\n  nibbi verify --data /var/lib/nibbi\n",
     run_verify},
    {"import", "take in a partner's list, or one in IOM's HTCDS 2.0 (CSV or XLSX), or what a phone without network saved to a file",
     "nibbi import list FILE --propose [--sheet NAME]\n"
     "nibbi import list FILE --columns MAP --data DIR --unit UNIT --as LOGIN [--apply] [--called TEXT] [--sheet NAME] [--database URL]\n"
     "nibbi import htcds FILE --data DIR --unit UNIT --as LOGIN [--apply] [--called TEXT] [--sheet NAME] [--database URL]\n"
     "nibbi import outbox FILE --data DIR [--database URL]\n\n"
     "An outbox is the file that the application saves under \"Waiting to be sent\". Whoever carries it, each entry in it is signed by its author's\n"
     "phone and sealed to this installation; it is judged as if the phone had sent it. Prints one JSON line for each entry: {id, status, reason}.\n"
     "The same file again changes nothing. Photos and recordings stay on the phone, until it has a network.\n\n"
     "A partner's own list is read by a map of its columns, the same that nibbi link reads: {\"id\":\"COLUMN\",\"columns\":{\"COLUMN\":\"MEANING\",...}}.\n"
     "Meanings: given family name birth_date birth_year age sex place postal_code address phone id_number occupation mother father relative\n"
     "language nationality, and registered: the day when the child was written down. What has no question of ours stands in a note of the file,\n"
     "and so does every column that the map does not name.\n"
     "  --propose      prints a map made from the headings, in three languages; look it through, change it, save it\n"
     "  --columns MAP  the file with the map; every column that it names must be in the list\n"
     "\nOf every list:\n"
     "  --called TEXT  what the list is called where its possible duplicates are looked through; else the name of the file. No child's name in it\n"
     "  --unit UNIT    the unit whose files these become: its id, its name, or the beginning of its name\n"
     "  --as LOGIN     the account that answers for it; it must be allowed to open files for that unit, and everything is written in its name\n"
     "  --apply        writes. Without it nothing is written, and each row is judged as it would be\n"
     "  --sheet NAME   a sheet of a workbook; else the first\n\n"
     "Prints one JSON line for each row: {row, status: created | would_create | exists | refused, reason, findings}; never a value of the row.\n"
     "A bad row stops nothing else; the same row again is the same file. Rows about adults are refused. Exit code 1 when a row was refused.\n"
     "In a demonstration --as and --unit may be left out: it is then the demonstration's own account for lists.\n\n"
     "Examples:\n  nibbi import list partner.xlsx --propose > map.json\n"
     "  nibbi import list partner.xlsx --columns map.json --data /var/lib/nibbi --unit \"Centre Espoir\" --as awa --apply > report.jsonl\n"
     "  nibbi import htcds list.csv --data /var/lib/nibbi --unit \"Centre Espoir\" --as awa\n"
     "  nibbi import htcds list.xlsx --sheet 2019 --data /var/lib/nibbi --unit \"Centre Espoir\" --as awa --apply > report.jsonl\n"
     "  nibbi import outbox nibbi-20261130-0814.json --data /var/lib/nibbi\n",
     run_import},
    {"export", "copies of files that two people agreed on, as a list in HTCDS 2.0",
     "nibbi export htcds --data DIR --as LOGIN --reason TEXT [--unit UNIT] [--database URL]\n\n"
     "  --as LOGIN     the account that asked for the copies, each in its file, where a second person agreed\n"
     "  --reason TEXT  why; the access log keeps it\n"
     "  --unit UNIT    only the files of that unit\n\n"
     "Prints CSV: one row for each file whose copy was agreed on and not made yet. A copy is made once. In it is what that account may see.\n"
     "What has no row is counted on standard error. Exit code 1 when there was none.\n"
     "In a demonstration --as and --reason may be left out: the demonstration's own account then gets every file, and its supervisors agree at once.\n\n"
     "Examples:\n  nibbi export htcds --data /var/lib/nibbi --as oumou --reason \"order of the court, 2026-11-24\" > copies.csv\n"
     "  nibbi export htcds --data build/demo > demo.csv\n",
     run_export},
    {"backup", "make a sealed copy of everything, also while serving",
     "nibbi backup --data DIR --out FILE.nibbi [--prove] [--database URL]\nnibbi backup --data DIR --keys FILE\nnibbi backup --check FILE.nibbi\n\n"
     "  --out FILE     the sealed backup; a file that is there is never replaced. The master key is not in it\n"
     "  --prove        opens it again at once in a scratch folder and verifies every record: the nightly drill. Exit code 1 when that fails\n"
     "  --keys FILE    a copy of the master key, sealed if the original is. Keep it apart from every backup: together they open everything.\n"
     "                 With it goes FILE.erased, the list of what was erased, so that a restore does not bring it back\n"
     "  --check FILE   holds a backup against its checksum, without keys: for whoever carries it\n\n"
     "A backup of a PostgreSQL database is the same file, and is restored on either engine. For rolling forward to a moment, the server's own tools\n"
     "(pgBackRest) stand beside it.\n\n"
     "Examples:\n  nibbi backup --data /var/lib/nibbi --out /media/stick/2026-12-01.nibbi --prove\n  nibbi backup --data /var/lib/nibbi --keys /media/safe/master.key\n",
     run_backup},
    {"restore", "put a backup back into an empty folder",
     "nibbi restore --from FILE.nibbi --keys MASTER --data DIR [--database URL] [--epoch N]\n\n"
     "  --keys MASTER  the newest copy of the master key; if MASTER.erased lies beside it, what it names is erased again\n"
     "  --data DIR     an empty folder, or one that is not there\n"
     "  --database URL an empty database of PostgreSQL to restore into; the folder then holds the keys alone\n"
     "  --epoch N      the new epoch, by default one more than the backup's. Give a higher one when an earlier restore of the same backup was in use:\n"
     "                 devices know by the epoch that the log went back\n\n"
     "Checks the file, opens it, verifies every record, and only then lets it be served. A damaged file is refused with the place of the damage.\n\n"
     "Example:\n  nibbi restore --from 2026-12-01.nibbi --keys /media/safe/master.key --data /var/lib/nibbi\n",
     run_restore},
    {"rotate", "change the master key, also while serving",
     "nibbi rotate --data DIR [--database URL]\nnibbi rotate --data DIR --drop VERSION [--lose-backups]\n\n"
     "Makes a new version of the master key and wraps every living record's keys under it. Stopped anywhere, everything stays readable; run it again\n"
     "and it goes on. Do it every month, and copy the keys anew afterwards (nibbi backup --keys).\n\n"
     "  --drop VERSION   destroys an old version for ever. Refused while a record or a backup of the last 35 days needs it\n"
     "  --lose-backups   drops it even so: those backups can never be opened again\n\n"
     "A child's file that was erased is gone here at once. Copies of its keys may survive in backups and on the disk: they open nothing any more once the\n"
     "version that wrapped them is dropped everywhere, within 35 days.\n\n"
     "Examples:\n  nibbi rotate --data /var/lib/nibbi\n  nibbi rotate --data /var/lib/nibbi --drop 3\n",
     run_rotate},
    {"person", "accounts, roles, second factors, devices",
     "nibbi person add --data DIR --login NAME --name TEXT [--language fr] [--role ROLE --unit UNIT [--countries SN,GM]] [--no-second-factor]\n"
     "nibbi person invite --data DIR --login NAME --name TEXT [--language fr] [--role ROLE --unit UNIT [--countries SN,GM]] [--no-second-factor]\n"
     "nibbi person list --data DIR\n"
     "nibbi person grant --data DIR --person LOGIN --role ROLE --unit UNIT [--countries SN,GM]\n"
     "nibbi person revoke --data DIR --person LOGIN --role ROLE --unit UNIT\n"
     "nibbi person supervise --data DIR --person LOGIN --supervisor LOGIN\n"
     "nibbi person safeguarding --data DIR --person LOGIN [--none]\n"
     "nibbi person passphrase --data DIR --login NAME\n"
     "nibbi person second-factor --data DIR --login NAME [--none]\n"
     "nibbi person end-sessions --data DIR --login NAME\n"
     "nibbi person suspend --data DIR --login NAME [--none]\n"
     "nibbi person revoke-device --data DIR --device ID\n\n"
     "Prints JSON. The passphrase is read from standard input, never from the command line. The secret of a second factor is printed once.\n"
     "Only street workers and shelter staff may do without a second factor.\n"
     "invite prints a one-time code instead, with which the person chooses the passphrase and takes the second factor; nobody else knows them.\n"
     "A role is granted at once as long as there are not two administrators who can sign in: that is how the first two come to be. From then on it waits\n"
     "until one of them agrees at their screen. Each act is kept in the log with the user of the operating system who did it.\n\n"
     "Examples:\n  nibbi unit add --data D --name Coordination --organisation Programme --kind coordination --country SN\n"
     "  nibbi person add --data D --login admin --name \"Awa D.\" --role administrator --unit Coordination < passphrase.txt\n  nibbi person list --data D\n",
     run_person},
    {"unit", "the services that the programme works with",
     "nibbi unit add --data DIR --name TEXT --organisation TEXT --kind KIND --country CC [--services a,b] [--languages fr,wo] [--places N]\n"
     "               [--town TEXT] [--phone TEXT] [--address TEXT] [--secret-address] [--breaks-glass]\n"
     "nibbi unit list --data DIR\n"
     "nibbi unit capacity --data DIR --unit UNIT --places N\n"
     "nibbi unit duty --data DIR --unit UNIT --supervisor LOGIN --from DAY --until DAY\n"
     "nibbi unit close --data DIR --unit UNIT [--why TEXT]\n\n"
     "Prints JSON. UNIT is an id or a name that only one unit has. A unit where children live is not closed.\n"
     "--breaks-glass: the programme's agreement lists this unit for emergencies (never police, court or school).\n\n"
     "Example:\n  nibbi unit add --data D --name Espoir --organisation \"Maison Espoir\" --kind shelter --country SN --services shelter --places 12\n",
     run_unit},
    {"names", "compare names across orthographies, by itself",
     "nibbi names compare NAME NAME [--no-lexicon]\n"
     "nibbi names evaluate PAIRS.csv [--max-level LEVEL] [--no-lexicon] [--random-pairs N] [--seed S]\n"
     "nibbi names search --index PEOPLE.csv {--query TEXT | --queries QUERIES.csv} [--top 10]\n"
     "nibbi names trace --index PEOPLE.csv --inquiries INQUIRIES.csv [--top 10]\n"
     "nibbi names generate --people N --seed S --out DIR [--queries N | --inquiries N]\n\n"
     "Levels, strongest first: exact spelling lexicon nickname skeleton edit clan none. Prints JSON, one object a line.\n\n"
     "compare   whether two names may be one, and why\n"
     "evaluate  holds the engine against a list with the columns a,b,kind: for each kind how many pairs were matched. A kind that begins with\n"
     "          confusable is of names that are not one; clan_equivalent of names that stand for each other and are not one. The last line tells how\n"
     "          many pairs drawn at random from the list were matched, which no row says are one\n"
     "search    finds people in a list with the columns id,given,family,mother,father,sex,age,village,phone (any of them): any spelling, slips,\n"
     "          words in any order, beginnings of three letters, a phone number. A line a person, with the reasons; or, when more people than asked for\n"
     "          agree as well as the best one, a line that asks for one more fact\n"
     "          (the first fifteen words count; a line says how many were left out)\n"
     "trace     holds what relatives tell of children against every file. Both lists have the columns id,given,family,other_names,mother,father,siblings,\n"
     "          companions,relatives,village,lat,lon,born,age,recorded,parted,sex,languages,marks (id and any others; several in one cell with ; between).\n"
     "          Dates in part: 2014, 2014-03; recorded: when the age was said; parted: when child and family lost each other. A line an inquiry, with whether\n"
     "          a match is likely, then a line a candidate: probability, band (strong possible weak), and what speaks for, against, and what nobody knows,\n"
     "          in bits. It decides nothing\n"
     "generate  writes invented people of the region into DIR/people.csv, with the truth in the column person, and what might be asked into DIR/queries.csv, or,\n"
     "          with --inquiries, what relatives tell into DIR/inquiries.csv: some of those children have no file\n\n"
     "  --max-level LEVEL  the weakest level that counts as matched (edit)\n"
     "  --no-lexicon       by rules alone\n"
     "  --random-pairs N   so many (200000), drawn by --seed S (1)\n"
     "  --index FILE       the list in which to search; --query TEXT what is known; --inquiries FILE what relatives tell; --top N so many people (10)\n"
     "  --queries FILE     many queries, in the column query (and who is meant in the column person, when the list has it too): a line a query, by its row, and\n"
     "                     a last one with recall and times\n"
     "  --people N         so many invented people (1000), --queries N and queries (5000), in the folder --out DIR\n\n"
     "Examples:\n  nibbi names compare \"Diallo\" \"Jallow\"\n  nibbi names compare \"Mamadou Diallo\" \"JALLOH Momodou\"\n"
     "  nibbi names evaluate pairs.csv --max-level spelling\n  nibbi names evaluate pairs.csv --no-lexicon\n"
     "  nibbi names search --index people.csv --query \"jalow mamudu\"\n  nibbi names search --index people.csv --query \"awa ndi kaolack\" --top 5\n"
     "  nibbi names trace --index people.csv --inquiries inquiries.csv\n  nibbi names trace --index people.csv --inquiries inquiries.csv --top 3\n"
     "  nibbi names generate --people 100000 --seed 1 --out build/invented\n",
     run_names},
    {"link", "find the rows of lists that are one person",
     "nibbi link dedupe PEOPLE.csv --columns MAP.json --out PAIRS.csv\n"
     "nibbi link match A.csv B.csv --columns MAP.json --out PAIRS.csv\n"
     "nibbi link evaluate PAIRS.csv PEOPLE.csv --truth COLUMN [--id COLUMN] [--threshold auto|P]\n"
     "nibbi link evaluate PAIRS.csv A.csv B.csv --truth COLUMN [--id COLUMN] [--threshold auto|P]\n\n"
     "  --columns FILE   {\"id\":\"rec_id\",\"columns\":{\"given_name\":\"given\",\"surname\":\"family\",\"date_of_birth\":\"birth_date\"}}. Meanings: given family\n"
     "                   name birth_date birth_year age sex place postal_code address phone id_number occupation mother father relative language nationality\n"
     "  --out FILE       id_a,id_b,probability,weight (bits) of each pair that may be one person\n"
     "                   Two lists may call a column differently: the map names both, with one meaning\n"
     "  --truth COLUMN   rows that have the same in it are one person; for Febrl, its rec_id (rec-12-org, rec-12-dup-0)\n"
     "  --id COLUMN      where the ids of the pairs stand (the first column that has them all)\n"
     "  --threshold P    the probability from which on a pair counts; auto: where the probabilities themselves promise the best F1\n\n"
     "Nothing is taught and nothing decided: weights are learned from the lists themselves, and pairs are proposals. Rows that can't be read, or whose id is\n"
     "missing or there twice, are named on standard error, and so are columns of the map that are in no list, and how many pairs were left out.\n\n"
     "Examples:\n  nibbi link dedupe people.csv --columns map.json --out pairs.csv\n  nibbi link match ours.csv theirs.csv --columns map.json --out pairs.csv\n"
     "  nibbi link evaluate pairs.csv people.csv --truth cluster --threshold auto\n",
     run_link},
    {"policy", "print who may do what",
     "nibbi policy matrix\n\nPrints every cell of the access policy as CSV: role,relation,action,state,factor,decision,reason (27,840 lines).\n\n"
     "Example:\n  nibbi policy matrix > matrix.csv\n",
     run_policy},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

int run_policy(const std::vector<std::string>& arguments) {
  const Options o(arguments, {}, {});
  if (o.words() != std::vector<std::string>{"matrix"}) throw WrongUse("nibbi policy matrix");
  print_policy_matrix(wire::read_rules(wire::contract_files()).policy, std::cout);
  return 0;
}

}  // namespace nibbi
