// The program as a whole, on logs that Python writes, against a report that Python makes of them.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "examples/peak_memory.hpp"
#include "examples/program.hpp"
#include "support/catch.hpp"
#include "support/python.hpp"
#include "support/temporary_folder.hpp"

namespace {

using example_tests::check_failure_begins;
using example_tests::contains;
using example_tests::lines;
using example_tests::outcome;
using example_tests::program;
using strings = std::vector<std::string>;

std::string const executable = std::string(COGEN_EXAMPLES_FOLDER) + "/log_analysis/log_analysis";

outcome run(temporary_folder const& folder, strings const& arguments) {
  program running(executable, arguments, folder.path());
  return running.wait();
}

// Writes and reads logs as gzip and the standard library of Python see them.
//   write FOLDER SEED: two thousand lines in the rotated files of three hosts
//   report FOLDER ERRORS SECONDS TOP SINCE UNTIL LEVEL: what the program is to print
//   pack FILE TEXT [damage]: a gzip file, as it is or damaged
char const* const python_logs = R"python(
import collections, datetime, gzip, pathlib, random, re, sys

LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
START = datetime.datetime(2024, 2, 29, 23, 50)

def shown(time):
    return f"{time:%Y-%m-%d %H:%M:%S}.{time.microsecond // 1000:03}"

def time_of(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")

def write(folder, chance):
    chance = random.Random(int(chance))
    for host in ("db", "mail", "web"):
        (folder / host).mkdir()
        now, lines = START, []
        for number in range(700):
            now += datetime.timedelta(milliseconds=chance.choice([0, 5, 40, 2000, 7000]))
            text = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z {chance.choices(LEVELS, [9, 40, 9, 30, 3])[0]} "
            text += chance.choice(["disk is full", f"GET /{number} took={chance.randrange(9999)}ms", "", "caf\u00e9 took  1ms"])
            lines.append(chance.choice(["", "no entry"]) if number % 97 == 0 else text)
        names = ["app.log.10.gz", "app.log.9.gz", "app.log.2.gz", "app.log.1", "app.log"]
        for index, name in enumerate(names):
            share = lines[index * 140:index * 140 + 140]
            data = ("\r\n" if host == "mail" else "\n").join(share).encode()
            if index != 4:
                data += b"\n"
            if name.endswith(".gz"):  # of two members, cut in the middle of a line
                data = gzip.compress(data[:5000]) + gzip.compress(data[5000:])
            (folder / host / name).write_bytes(data)

def read(folder):
    entries, lines, refused = [], 0, []
    for host in sorted(folder.iterdir()):
        for file in sorted(host.iterdir(), key=lambda path: -int((re.findall(r"\d+", path.name) or [0])[0])):
            opened = gzip.open if file.suffix == ".gz" else open
            with opened(file, "rt", encoding="utf8", newline="") as text:
                for number, line in enumerate(text.read().replace("\r\n", "\n").split("\n")[:None if file.name == "app.log" else -1], 1):
                    lines += 1
                    found = re.fullmatch(r"(\S+)Z (\w+) (.*?)(?: took=(\d+)ms)?", line)
                    if not found:
                        refused.append(f"  {host.name}/{file.name}:{number}: {line}")
                        continue
                    time = time_of(found[1] + "Z")
                    entries.append((time, host.name, found[2], found[3], found[4]))
    return sorted(entries, key=lambda entry: entry[:2]), lines, refused

def report(folder, least, within, top, since, until, level):
    least, within, top = int(least), float(within), int(top)
    entries, lines, refused = read(folder)
    hosts = sorted({entry[1] for entry in entries})
    entries = [entry for entry in entries if time_of(since) <= entry[0] < time_of(until)
               and LEVELS.index(entry[2]) >= LEVELS.index(level)]
    print(f"{lines} lines of 3 logs in 15 files, {len(refused)} not understood")
    print(f"From {shown(entries[0][0])} to {shown(entries[-1][0])} (UTC)\n")
    print(f"{'host':12}{'entries':>10}" + "".join(f"{name:>10}" for name in LEVELS))
    for host in hosts + ["all"]:
        counts = [sum(entry[2] == name and host in (entry[1], "all") for entry in entries) for name in LEVELS]
        print(f"{host:12}{sum(counts):10}" + "".join(f"{count:10}" for count in counts))

    errors = [entry[0] for entry in entries if entry[2] in ("ERROR", "CRITICAL")]
    minutes = collections.Counter(time.replace(second=0, microsecond=0) for time in errors)
    first, last = (entries[place][0].replace(second=0, microsecond=0) for place in (0, -1))
    mean = len(errors) / ((last - first).total_seconds() // 60 + 1)
    print(f"\nErrors per minute: {mean:.1f} in the mean; the most:")
    worst = sorted(minutes.items(), key=lambda item: (-item[1], item[0]))[:top]
    for minute, count in worst:
        print(f"  {minute:%Y-%m-%d %H:%M}{count:8}  {'#' * -(-count * 40 // worst[0][1])}")

    bursts = []
    for begin in range(len(errors) - least + 1):
        end = begin + least - 1
        if errors[end] - errors[begin] > datetime.timedelta(seconds=within):
            continue
        if bursts and begin <= bursts[-1][1]:
            bursts[-1][1] = end
        else:
            bursts.append([begin, end])
    print(f"\nBursts of {least} errors or more within {within:g} s: {len(bursts)}")
    for begin, end in sorted(bursts, key=lambda each: each[0] - each[1])[:top]:
        seconds = (errors[end] - errors[begin]).total_seconds()
        print(f"  {shown(errors[begin])}{end - begin + 1:8} errors in {seconds:.3f} s")

    print("\nSlowest requests:")
    for entry in sorted((entry for entry in entries if entry[4]), key=lambda entry: -int(entry[4]))[:top]:
        print(f"  {int(entry[4]):6} ms  {shown(entry[0])}  {entry[1]}  {entry[3]}")
    print(f"\nNot understood, the first {min(5, len(refused))} of {len(refused)}:")

def pack(file, text, damage=""):
    data = bytearray(gzip.compress(text.encode() * 1000))
    if damage == "truncated":
        data = data[:-9]
    elif damage == "checksum":
        data[-7] ^= 1
    elif damage == "second header":
        data += data[:1]
    elif damage == "garbage behind":
        data += b"no gzip data"
    elif damage == "no gzip":
        data = text.encode()
    elif damage == "empty":
        data = b""
    file.write_bytes(data)

sys.stdout.reconfigure(encoding="utf8")
{"write": write, "report": report, "pack": pack}[sys.argv[1]](pathlib.Path(sys.argv[2]), *sys.argv[3:])
)python";

std::string python(temporary_folder const& folder, strings arguments) {
  arguments.insert(arguments.begin(), {"-c", python_logs});
  program running(support::python(), arguments, folder.path());
  outcome const result = running.wait();
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return result.out;
}

void check_failure(outcome const& result, int exit_code, std::string const& message) {
  check_failure_begins(result, exit_code, "log_analysis: ");
  CAPTURE(message);
  CHECK(contains(result.err, message));
}

}  // namespace

TEST_CASE("log_analysis: without arguments it reports on logs of its own, the same for the same seed") {
  temporary_folder const folder;
  auto const result = run(folder, {});
  CHECK(result.exit_code == 0);
  for (auto const* text : {"300002 lines of 3 logs in 15 files, 2 not understood\n",
                           "\nErrors per minute: ", "\nBursts of 20 errors or more within 5 s: 1\n",
                           "\nSlowest requests:\n", "\nNot understood, the first 2 of 2:\n  web-3/app.log.3.gz:"}) {
    CAPTURE(text, result.out);
    CHECK(contains(result.out, text));
  }
  auto const few = run(folder, {"--lines", "1000"});
  CHECK(few.exit_code == 0);
  CHECK(few.err.empty());  // too short for progress
  CHECK(run(folder, {"--lines", "1000"}).out == few.out);
  CHECK(run(folder, {"--lines", "1000", "--seed", "7"}).out != few.out);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("log_analysis: the report is that which Python makes of the same files") {
  temporary_folder const folder;
  std::string const data = (folder.path() / "logs").string();
  std::filesystem::create_directory(data);
  std::string const start = "2024-01-01T00:00:00.000Z";
  std::string const since = "2024-03-01T00:05:00.000Z";
  std::string const until = "2024-03-01T00:15:00.250Z";
  std::string const end = "2025-01-01T00:00:00.000Z";
  python(folder, {"write", data, GENERATE("1", "2")});

  auto const check = [&](strings options, strings const& chosen) {
    options.insert(options.begin(), {data, "--burst-errors", "12", "--burst-seconds", "7.5", "--top", "8"});
    auto const result = run(folder, options);
    CHECK(result.exit_code == 0);
    CHECK(result.err.empty());
    strings script{"report", data, "12", "7.5", "8"};
    script.insert(script.end(), chosen.begin(), chosen.end());
    auto const expected = python(folder, script);
    bool const all_read = chosen[1] == end;  // else there are fewer lines than Python has read
    auto const from = all_read ? 0 : expected.find('\n');
    auto const to = expected.find("\nNot understood") + 1;
    REQUIRE(to > from + 1000);
    auto const skipped = all_read ? 0 : result.out.find('\n');
    CHECK(result.out.substr(skipped, result.out.find("\nNot understood") + 1 - skipped) ==
          expected.substr(from, to - from));
    if (all_read) CHECK(contains(result.out, expected.substr(to)));
  };
  check({}, {start, end, "DEBUG"});
  check({"--level", "WARNING"}, {start, end, "WARNING"});
  check({"--since", since}, {since, end, "DEBUG"});
  check({"--until", until, "--since", since, "--level", "INFO"}, {since, until, "INFO"});
}

TEST_CASE("log_analysis: rotations are read from the oldest, by number") {
  temporary_folder const folder;
  for (int number = 12; number >= 0; --number) {
    folder.write("logs/a/app.log" + (number == 0 ? "" : "." + std::to_string(number)),
                 "2024-03-01T12:00:" + std::to_string(50 - number) + "Z INFO line\n");
  }
  folder.write("logs/a/notes.txt", "no log");
  auto const result = run(folder, {"logs"});
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out,
                 "13 lines of 1 logs in 13 files, 0 not understood\n1 other files are no logs by their names\n"));
  CHECK_FALSE(contains(result.out, "older than"));
  CHECK(contains(result.out, "From 2024-03-01 12:00:38.000 to 2024-03-01 12:00:50.000 (UTC)\n"));
}

TEST_CASE("log_analysis: a line that is older than the one before is said, and counts as of its time") {
  temporary_folder const folder;
  folder.write("logs/a/app.log",
               "2024-03-01T12:00:10Z INFO first\n"
               "2024-03-01T11:59:00Z ERROR late took=99ms\n"
               "2024-03-01T12:00:11Z INFO last\n");
  auto const result = run(folder, {"logs"});
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "\n1 lines are older than the one before: they count as of its time\n"));
  CHECK(contains(result.out, "From 2024-03-01 12:00:10.000 to 2024-03-01 12:00:11.000 (UTC)\n"));
  CHECK(contains(result.out, "      99 ms  2024-03-01 12:00:10.000  a  late\n"));
}

TEST_CASE("log_analysis: what is behind --until is not read") {
  temporary_folder const folder;
  folder.write("logs/a/app.log.1", "2024-03-01T12:00:00Z INFO early\n2024-03-01T12:00:05Z INFO late\n");
  folder.write("logs/a/app.log.gz", "no gzip data");
  CHECK(run(folder, {"logs"}).exit_code == 1);
  auto const result = run(folder, {"logs", "--until", "2024-03-01T12:00:05Z"});
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "From 2024-03-01 12:00:00.000 to 2024-03-01 12:00:00.000 (UTC)\n"));
}

TEST_CASE("log_analysis: lines that are no entries are counted, and the first of them shown") {
  temporary_folder const folder;
  folder.write("logs/a/app.log",
               "2024-03-01T12:00:00Z INFO good\n"
               "2024-03-01T12:00:00Z INFORMATION level\n"
               "2024-02-30T12:00:00Z INFO date\n"
               "2024-03-01T12:00:00.1234Z INFO fraction\n"
               "\x1b[31mred\x07\n"
               "2024-03-01T12:00:00Z INFO duration took=1e3ms\n"
               "2024-03-01T24:00:00Z INFO hour\n"
               "2024-03-01T12:00:00Z\n"
               "2024-03-01T12:00:00.5Z CRITICAL good too");
  auto const result = run(folder, {"logs"});
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "9 lines of 1 logs in 1 files, 7 not understood\n"));
  CHECK(contains(result.out,
                 "\nNot understood, the first 5 of 7:\n"
                 "  a/app.log:2: 2024-03-01T12:00:00Z INFORMATION level\n"
                 "  a/app.log:3: 2024-02-30T12:00:00Z INFO date\n"
                 "  a/app.log:4: 2024-03-01T12:00:00.1234Z INFO fraction\n"
                 "  a/app.log:5: ?[31mred?\n"
                 "  a/app.log:6: 2024-03-01T12:00:00Z INFO duration took=1e3ms\n"));
  CHECK(contains(result.out, "From 2024-03-01 12:00:00.000 to 2024-03-01 12:00:00.500 (UTC)\n"));
}

TEST_CASE("log_analysis: a line longer than a block is one line, cut") {
  temporary_folder const folder;
  folder.write("logs/a/app.log", "2024-03-01T12:00:00Z INFO " + std::string(300'000, 'x') +
                                     " took=7ms\n2024-03-01T12:00:01Z INFO next took=5ms\n");
  auto const result = run(folder, {"logs"});
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "2 lines of 1 logs in 1 files, 0 not understood\n"));
  CHECK(contains(result.out, "Slowest requests:\n       5 ms  2024-03-01 12:00:01.000  a  next\n"));
  CHECK_FALSE(contains(result.out, "7 ms"));
}

TEST_CASE("log_analysis: bad gzip data is one line that names the file") {
  temporary_folder const folder;
  auto const [damage, message] = GENERATE(table<char const*, char const*>({
      {"truncated", "logs/a/app.log.2.gz: truncated: the gzip data ends in the middle\n"},
      {"checksum", "logs/a/app.log.2.gz: corrupt gzip data: incorrect data check\n"},
      {"second header", "logs/a/app.log.2.gz: truncated: the gzip data ends in the middle\n"},
      {"garbage behind", "logs/a/app.log.2.gz: corrupt gzip data: incorrect header check\n"},
      {"no gzip", "logs/a/app.log.2.gz: corrupt gzip data: incorrect header check\n"},
      {"empty", "logs/a/app.log.2.gz: truncated: the gzip data ends in the middle\n"},
  }));
  CAPTURE(damage);
  std::filesystem::create_directories(folder.path() / "logs/a");
  std::string const file = (folder.path() / "logs/a/app.log.2.gz").string();
  python(folder, {"pack", file, "2024-03-01T12:00:00Z INFO line\n", damage});
  check_failure(run(folder, {"logs"}), 1, message);
  python(folder, {"pack", file, "2024-03-01T12:00:00Z INFO line\n"});
  auto const whole = run(folder, {"logs"});
  CHECK(whole.exit_code == 0);
  CHECK(contains(whole.out, "1000 lines of 1 logs in 1 files, 0 not understood\n"));
}

TEST_CASE("log_analysis: a folder without logs, or with one rotation twice, is one line") {
  temporary_folder const folder;
  folder.write("none/app.txt", "");
  check_failure(run(folder, {"none"}), 1, "there is no *.log file in none");
  folder.write("twice/a/app.log.1", "");
  folder.write("twice/a/app.log.1.gz", "");
  check_failure(run(folder, {"twice"}), 1, "are the same rotation");
}

TEST_CASE("log_analysis: bad options are one line and exit code 2") {
  temporary_folder const folder;
  check_failure(run(folder, {"missing"}), 2, "missing");
  check_failure(run(folder, {"--since", "yesterday"}), 2,
                "--since: \"yesterday\" is not a time like 2024-03-01T12:00:00Z");
  check_failure(run(folder, {"--until", "2024-13-01T12:00:00Z"}), 2, "--until: \"2024-13-01T12:00:00Z\"");
  check_failure(run(folder, {"--level", "LOUD"}), 2, "--level");
  check_failure(run(folder, {"--burst-errors", "0"}), 2, "--burst-errors");
}

TEST_CASE("log_analysis: help goes to stdout, with every option") {
  temporary_folder const folder;
  auto const result = run(folder, {"--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  for (auto const* text : {"folder", "--since", "--until", "--level", "--burst-errors", "--burst-seconds", "--top",
                           "--lines", "--seed", "Exit code: 0 done, 1 failed, 2 bad options"}) {
    CAPTURE(text);
    CHECK(contains(result.out, text));
  }
}

#ifndef COGEN_TEST_SANITIZED
TEST_CASE("log_analysis: peak memory for 1,000,000 lines is within 1.2 times that for 50,000") {
  auto const few = example_tests::peak_memory({executable, "--lines", "50000"});
  CHECK(example_tests::peak_memory({"/bin/true"}) < few / 2);  // else it is not the program that is measured
  CHECK(example_tests::peak_memory({executable, "--lines", "1000000"}) <= 1.2 * few);
}
#endif
