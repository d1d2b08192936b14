// The program as a user runs it: its shards and what it prints are read by Python, which knows nothing of its code.
#include <cogen/adaptor/map.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/range.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "data_loader/shuffled.hpp"
#include "examples/peak_memory.hpp"
#include "examples/program.hpp"
#include "support/catch.hpp"
#include "support/pulled.hpp"
#include "support/python.hpp"
#include "support/temporary_folder.hpp"
#include "support/tracked.hpp"

namespace {

using data_loader::random_numbers;
using data_loader::shuffled;
using example_tests::outcome;
using example_tests::program;
using strings = std::vector<std::string>;

std::string const executable = std::string(COGEN_EXAMPLES_FOLDER) + "/data_loader/data_loader";

strings operator+(strings first, strings const& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

outcome run(temporary_folder const& folder, strings const& arguments) {
  program running(executable, arguments, folder.path());
  return running.wait();
}

// Steps take no time, nor does decoding; the shards are in `data` and stay.
strings with(strings const& more, std::string const& decode_us = "0") {
  return strings{"--data", "data", "--print-order", "--step-ms", "0", "--open-ms", "0", "--decode-us", decode_us} +
         more;
}

// What does not depend on the time that it took.
std::string lasting(outcome const& result) {
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  REQUIRE(result.err.empty());
  std::istringstream lines(result.out);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("waited") != std::string::npos) continue;
    if (line.starts_with("epoch ")) line.erase(line.rfind(','));
    kept += line + '\n';
  }
  return kept;
}

// Reads the shards and two runs over them, with a shuffle buffer of one and of argv[5]. Arguments: the folder, the two
// outputs, the size of a batch, the size of the buffer, the number of epochs.
char const* const verification = R"python(
import collections, pathlib, re, struct, sys
folder, plain, shuffled, batch_size, buffer_size, epochs = sys.argv[1:]
batch_size, buffer_size, epochs = int(batch_size), int(buffer_size), int(epochs)

shards, label_of, numbers_of = [], {}, {}
for path in sorted(pathlib.Path(folder).iterdir()):
    data = path.read_bytes()
    magic, count = struct.unpack_from("=8sQ", data)
    assert magic == b"samples1" and len(data) == 16 + 16 * count, path
    shards.append([])
    for sample, *numbers, label, checksum in struct.iter_unpack("=I4hHH", data[16:]):
        assert sample not in label_of, sample
        shards[-1].append(sample)
        label_of[sample], numbers_of[sample] = label, numbers
samples = len(label_of)
assert sorted(label_of) == list(range(samples))
assert max(map(len, shards)) - min(map(len, shards)) <= 1

def epochs_of(name):
    orders = collections.defaultdict(list)
    said = collections.defaultdict(list)
    epoch = None
    for line in pathlib.Path(name).read_text().splitlines():
        if batch := re.fullmatch(r"batch of epoch (\d+): ([\d ]+)", line):
            orders[int(batch[1])].append([int(number) for number in batch[2].split()])
        else:
            if heading := re.match(r"epoch (\d+):", line):
                epoch = int(heading[1])
            said[epoch].append(line)
    assert list(orders) == list(said) == list(range(1, epochs + 1)), (list(orders), list(said))
    for epoch, batches in orders.items():
        assert all(len(batch) == batch_size for batch in batches[:-1])
        assert 1 <= len(batches[-1]) <= batch_size
        order = sum(batches, [])
        assert sorted(order) == list(range(samples)), f"epoch {epoch}: not each sample once"
        digest = 0xcbf29ce484222325
        for byte in struct.pack(f"<{samples}I", *order):
            digest = (digest ^ byte) * 0x100000001b3 % 2**64
        expected = [f"epoch {epoch}: {samples} samples in {len(batches)} batches, order {digest:016x}"]
        for label in sorted(set(label_of.values())):
            own = [numbers_of[sample] for sample in label_of if label_of[sample] == label]
            means = " ".join(f"{sum(column) / 4096 / len(own):.4f}" for column in zip(*own))
            expected.append(f"  label {label}: {len(own)} samples, mean {means}")
        assert said[epoch] == expected, (said[epoch], expected)
        orders[epoch] = order
    assert len(set(map(tuple, orders.values()))) == epochs, "two epochs have the same order"
    return orders

in_shards = epochs_of(plain)
for epoch, order in epochs_of(shuffled).items():
    # The same seed has the same order of shards, one after the other, as they are stored.
    rest = in_shards[epoch]
    while rest:
        shard = next(shard for shard in shards if shard and shard[0] == rest[0])
        assert rest[:len(shard)] == shard, f"epoch {epoch}: a shard is torn"
        rest = rest[len(shard):]
    # From there a sample can come early, but not before it can have been in the buffer.
    place = {sample: number for number, sample in enumerate(in_shards[epoch])}
    early = [place[sample] - number for number, sample in enumerate(order)]
    assert max(early) < buffer_size, (max(early), buffer_size)
    assert samples < 1000 or max(early) > 0.9 * min(buffer_size, samples), "hardly shuffled"
)python";

void verify(temporary_folder const& folder, std::size_t batch_size, std::size_t buffer_size, std::size_t epochs) {
  program running(support::python(),
                  {"-c", verification, "data", "plain.txt", "shuffled.txt", std::to_string(batch_size),
                   std::to_string(buffer_size), std::to_string(epochs)},
                  folder.path());
  auto const result = running.wait();
  INFO(result.out << result.err);
  CHECK(result.exit_code == 0);
}

void flip_bit(std::filesystem::path const& path, std::streamoff at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  char const byte = static_cast<char>(file.seekg(at).peek() ^ 1);
  file.seekp(at).put(byte);
}

// One clear line, and exit code 1.
void check_failure(outcome const& result, std::string const& message) {
  CAPTURE(result.err, message);
  CHECK(result.exit_code == 1);
  CHECK(result.err == "data_loader: " + message + "\n");
}

}  // namespace

TEST_CASE("data_loader: Python finds each sample once an epoch, in an order that the buffer allows") {
  struct {
    char const* samples;
    char const* shards;
    std::size_t batch_size;
    std::size_t buffer_size;
  } const cases[] = {{"2000", "7", 64, 100}, {"64", "8", 64, 10}, {"5", "9", 2, 3}, {"1000", "31", 7, 5000}};
  for (auto const& [samples, shards, batch_size, buffer_size] : cases) {
    CAPTURE(samples);
    temporary_folder const folder;
    strings const asked = with({"--samples", samples, "--shards", shards, "--epochs", "3", "--batch-size",
                                std::to_string(batch_size), "--shuffle-buffer"});
    folder.write("plain.txt", lasting(run(folder, asked + strings{"1"})));
    folder.write("shuffled.txt", lasting(run(folder, asked + strings{std::to_string(buffer_size)})));
    verify(folder, batch_size, buffer_size, 3);
  }
}

TEST_CASE("data_loader: the seed alone says the order, not the threads") {
  temporary_folder const folder;
  auto const order = [&](strings const& more) {
    strings const asked = {"--samples", "1500", "--shuffle-buffer", "200", "--epochs", "2", "--batch-size", "2"};
    return lasting(run(folder, with(asked, "10") + more));  // long enough for the threads to overtake each other
  };
  auto const expected = order({});
  for (std::string const workers : {"0", "1", "3", "8"}) {
    for (std::string const prefetch : {"0", "1", "40"}) {
      CAPTURE(workers, prefetch);
      CHECK(order({"--workers", workers, "--prefetch", prefetch}) == expected);
    }
  }
  CHECK(order({"--seed", "42"}) == expected);
  CHECK(order({"--seed", "43"}) != expected);
  CHECK(order({"--seed", "4294967338"}) != expected);  // 42 in its lower half
}

TEST_CASE("data_loader: drop_last leaves out a short batch, and only that") {
  temporary_folder const folder;
  auto const batches = [&](strings const& more) {
    std::istringstream lines(
        lasting(run(folder, with({"--samples", "100", "--epochs", "1"}) + strings{"--batch-size"} + more)));
    strings found;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("batch")) found.push_back(line);
    }
    return found;
  };
  auto all = batches({"30"});
  REQUIRE(all.size() == 4);
  all.pop_back();
  CHECK(batches({"30", "--drop-last"}) == all);
  CHECK(batches({"25", "--drop-last"}).size() == 4);
  CHECK(batches({"101", "--drop-last"}).empty());
}

TEST_CASE("data_loader: a broken shard is named, with the record, in one line") {
  temporary_folder const folder;
  std::filesystem::path const shard = folder.path() / "data" / "shard-00001-of-00003.bin";
  strings const asked = with({"--samples", "60", "--shards", "3", "--batch-size", "4", "--shuffle-buffer", "2"});
  for (std::string const prefetch : {"0", "3"}) {
    CAPTURE(prefetch);
    auto const again = [&] { return run(folder, asked + strings{"--prefetch", prefetch}); };
    std::filesystem::remove_all(folder.path() / "data");
    REQUIRE(again().exit_code == 0);
    constexpr std::uintmax_t whole = 16 + 20 * 16;
    REQUIRE(std::filesystem::file_size(shard) == whole);

    flip_bit(shard, 16 + 6 * 16 + 9);
    check_failure(again(), "data/shard-00001-of-00003.bin: record 6 has another checksum");
    flip_bit(shard, 16 + 6 * 16 + 9);
    REQUIRE(again().exit_code == 0);

    std::filesystem::resize_file(shard, whole + 16);
    check_failure(again(), "data/shard-00001-of-00003.bin: record 20 is behind the last");
    std::filesystem::resize_file(shard, whole + 5);
    check_failure(again(), "data/shard-00001-of-00003.bin: record 20 is cut off: 5 of 16 bytes");
    std::filesystem::resize_file(shard, whole - 16);
    check_failure(again(), "data/shard-00001-of-00003.bin: record 19 of 20 is missing");
    std::filesystem::resize_file(shard, 16 + 7 * 16 + 15);
    check_failure(again(), "data/shard-00001-of-00003.bin: record 7 is cut off: 15 of 16 bytes");
    std::filesystem::resize_file(shard, 15);
    check_failure(again(), "data/shard-00001-of-00003.bin: is not a shard of samples");
    std::filesystem::resize_file(shard, 0);
    check_failure(again(), "data/shard-00001-of-00003.bin: is not a shard of samples");
  }
}

TEST_CASE("data_loader: what comes before a broken record is trained") {
  temporary_folder const folder;
  strings const asked = with({"--samples", "40", "--shards", "1", "--batch-size", "4", "--shuffle-buffer", "1"});
  auto const whole = lasting(run(folder, asked + strings{"--epochs", "1"}));
  std::filesystem::resize_file(folder.path() / "data" / "shard-00000-of-00001.bin", 16 + 30 * 16);
  auto const result = run(folder, asked);
  check_failure(result, "data/shard-00000-of-00001.bin: record 30 of 40 is missing");
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') == 7);  // 28; one of the others was in the buffer
  CHECK(whole.starts_with(result.out));
}

TEST_CASE("data_loader: bad options end with 2, help with 0, and nothing stays behind") {
  temporary_folder const folder;
  for (strings const& wrong :
       {strings{"--workers", "-1"}, strings{"--batch-size", "0"}, strings{"--shuffle-buffer", "0"},
        strings{"--samples", "0"}, strings{"--shards", "0"}, strings{"--seed", "x"}, strings{"--epochs", "-1"},
        strings{"--unknown"}, strings{"sample"}}) {
    CAPTURE(wrong);
    auto const result = run(folder, wrong);
    CHECK(result.exit_code == 2);
    CHECK(result.err.starts_with("data_loader: "));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
    CHECK(result.out.empty());
  }
  CHECK(run(folder, {"--help"}).exit_code == 0);

  auto const temporary = folder.path() / "temporary";
  std::filesystem::create_directory(temporary);
  program running("/usr/bin/env", {"TMPDIR=" + temporary.string(), executable, "--samples", "100", "--step-ms", "0"},
                  folder.path());
  CHECK(running.wait().exit_code == 0);
  CHECK(std::filesystem::is_empty(temporary));
}

#ifndef COGEN_TEST_SANITIZED
TEST_CASE("data_loader: a shard that is gone, or one too many, ends the run before it begins") {
  temporary_folder const folder;
  strings const asked{"--data", "data", "--samples", "60", "--shards", "3", "--epochs", "1", "--step-ms", "0"};
  auto const again = [&] { return program(executable, asked, folder.path()).wait(); };
  CHECK(again().exit_code == 0);
  auto const last = folder.path() / "data" / "shard-00002-of-00003.bin";
  auto const message = "data/shard-00000-of-00002.bin: is missing, or another shard is too many";
  std::filesystem::rename(last, folder.path() / "away");
  check_failure(again(), message);
  std::filesystem::rename(folder.path() / "away", last);
  CHECK(again().exit_code == 0);
  std::filesystem::copy(last, folder.path() / "data" / "shard-00003-of-00003.bin");
  check_failure(again(), "data/shard-00000-of-00004.bin: is missing, or another shard is too many");
}

TEST_CASE("data_loader: memory is that of the buffers, however many samples there are") {
  temporary_folder const folder;
  auto const peak = [&](std::string const& samples, std::string const& buffer) {
    return example_tests::peak_memory({executable, "--samples", samples, "--shuffle-buffer", buffer, "--epochs", "1",
                                       "--step-ms", "0", "--open-ms", "0", "--decode-us", "0"},
                                      folder.path());
  };
  auto const few = peak("20000", "4096");
  CHECK(peak("1000000", "4096") <= few + 2048);  // 16 MB of records, 32 MB as they are in the buffer
  CHECK(peak("1000000", "500000") > few + 4096);
}
#endif

TEST_CASE("data_loader: shuffled() has no more elements in memory than its buffer, and reads no further") {
  support::lifetime_check const alive;
  support::pull_log log;
  auto elements = support::pulled(log, 100) | cogen::map([](int value) { return support::move_only(value); });
  auto order = shuffled(std::move(elements), 10, random_numbers(1, 1));
  CHECK(log.pulls == 0);
  for (int given = 0; given != 90; ++given) {
    auto const next = order.next();
    REQUIRE(next);
    CHECK(log.pulls == 11 + given);  // one comes before one goes
    CHECK(next->value() < 11 + given);
    CHECK(alive->live <= 10 + 3);  // the one that has come, the one that goes, the one that is here
  }
  for (int given = 90; given != 100; ++given) {
    CHECK(order.next());
    CHECK(log.pulls == 101);
  }
  CHECK(!order.next());
  CHECK(alive->copied == 0);
}

TEST_CASE("data_loader: shuffled() makes all orders alike") {
  constexpr int runs = 24'000;
  auto const orders = [](std::size_t buffer_size) {
    std::map<std::vector<int>, int> seen;
    for (std::uint64_t epoch = 0; epoch != runs; ++epoch) {
      ++seen[shuffled(cogen::range(4), buffer_size, random_numbers(7, epoch)) | cogen::to<std::vector>()];
    }
    return seen;
  };
  auto const expect = [](std::map<std::vector<int>, int> const& seen, std::size_t different) {
    CHECK(seen.size() == different);
    for (auto const& [order, times] : seen) {
      CAPTURE(order);
      // Six standard deviations.
      CHECK(std::abs(times - runs / static_cast<int>(different)) < 6 * 100);
    }
  };
  expect(orders(4), 24);
  expect(orders(100), 24);
  expect(orders(1), 1);
  expect(orders(2), 8);  // of two each time, but for the last
}

TEST_CASE("data_loader: the random numbers are the same everywhere, and others in each epoch") {
  CHECK(random_numbers(42, 1)() == 15458169230261267086U);
  CHECK(random_numbers(42, 1)() != random_numbers(42, 2)());
  CHECK(random_numbers(42, 1)() != random_numbers(43, 1)());
}
