#include "make_logs.hpp"

#include <cogen.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <chrono>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

#include "log_entry.hpp"

namespace log_analysis {

using cogen::generator;
using namespace std::chrono_literals;

namespace {

constexpr auto first_minute = std::chrono::sys_days(std::chrono::year(2024) / 3 / 1) + 12h;
constexpr auto duration = milliseconds(30min);

// The times of `lines` lines, in order. (The distributions of <random> differ from library to library.)
generator<std::string> host_lines(std::size_t host, std::uint64_t seed, std::size_t lines) {
  static constexpr std::array<std::string_view, 4> paths{"/orders", "/users", "/search", "/login"};
  std::mt19937_64 random(seed + host);
  auto const below = [&random](std::uint64_t limit) { return random() % limit; };

  for (std::size_t number = 0; number < lines; ++number) {
    auto const since =
        duration * number / lines + milliseconds(below(static_cast<std::uint64_t>(duration.count()) / lines + 1));
    auto const second = std::chrono::floor<std::chrono::seconds>(since);
    bool const in_burst = host == 1 && since >= 17min && since < 17min + 8s;

    std::uint64_t const dice = in_burst ? below(40) : below(1000);
    std::size_t const severity = dice < 1 ? 4 : dice < 10 ? 3 : dice < 60 ? 2 : dice < 800 ? 1 : 0;
    std::uint64_t const took = below(2000) == 0 ? 1000 + below(4000) : 5 + below(200);
    std::string line =
        fmt::format("{:%FT%T}.{:03}Z {} ", first_minute + second, (since - second).count(), level_names[severity]);
    if (severity == 0) {
      line += fmt::format("cache holds {} keys", below(10'000));
    } else {
      line += fmt::format("GET {}/{} status={} took={}ms", paths[below(paths.size())], below(10'000),
                          severity >= 3 ? 500 : 200, took);
    }
    co_yield std::move(line);
    if (host == 2 && number == lines / 3) {
      for (std::string_view frame : {"total (orders.cpp:17)", "answer (server.cpp:123)"}) {
        std::string trace = fmt::format("    at {}", frame);
        co_yield std::move(trace);
      }
    }
  }
}

void write_file(std::filesystem::path const& file, auto lines) {
  char const* const mode = file.extension() == ".gz" ? "wb1" : "wbT";  // T: as it is
  auto const fail = [&] { throw std::runtime_error("can't write " + file.string()); };
  auto const close = [](gzFile opened) { gzclose(opened); };
  std::unique_ptr<gzFile_s, decltype(close)> out(gzopen(file.c_str(), mode), close);
  if (out == nullptr) fail();
  for (std::string_view line : lines) {
    if (gzwrite(out.get(), line.data(), static_cast<unsigned>(line.size())) == 0 || gzputc(out.get(), '\n') < 0) fail();
  }
  if (gzclose(out.release()) != Z_OK) fail();
}

}  // namespace

void make_logs(std::filesystem::path const& folder, std::uint64_t seed, std::size_t lines) {
  static constexpr std::array<std::string_view, 5> rotations{"app.log.4.gz", "app.log.3.gz", "app.log.2.gz",
                                                             "app.log.1", "app.log"};
  constexpr std::size_t hosts = 3;
  for (std::size_t host = 0; host != hosts; ++host) {
    auto const host_folder = folder / fmt::format("web-{}", host + 1);
    std::filesystem::create_directories(host_folder);
    std::size_t const share = lines / hosts + (host < lines % hosts ? 1 : 0);
    auto left = host_lines(host, seed, share);
    // Each file takes its lines from the generator, and the next goes on there; the last takes what is left.
    for (std::string_view name : rotations) {
      if (name != rotations.back()) {
        write_file(host_folder / name, left | cogen::take(share / rotations.size()));
      } else {
        write_file(host_folder / name, std::move(left));
      }
    }
  }
}

}  // namespace log_analysis
