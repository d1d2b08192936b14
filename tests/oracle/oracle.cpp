#include "oracle/oracle.hpp"

#include "support/python.hpp"

#include <cstdlib>
#include <exception>
#include <sstream>

namespace oracle {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

// A number, at least 1, from the environment.
int setting(char const* name, int usual) {
  char const* const chosen = std::getenv(name);
  int const number = chosen == nullptr ? usual : std::stoi(chosen);
  INFO(name);
  REQUIRE(number > 0);
  return number;
}

}  // namespace

std::string quoted(std::string_view characters) {
  std::string written = "'";
  for (char const character : characters) {
    auto const byte = static_cast<unsigned char>(character);
    if (byte >= 32 && byte < 127 && character != '\'' && character != '\\') {
      written += character;
    } else {
      written += {'\\', 'x', digits[byte / 16], digits[byte % 16]};
    }
  }
  return written + "'";
}

std::string bracketed(strings const& written) {
  std::string joined;
  for (auto const& each : written) joined += (&each == written.data() ? "" : " ") + each;
  return "[" + joined + "]";
}

std::string call::read_string() {
  std::string characters;
  expect("'");
  while (!skip("'")) {
    if (skip("\\x")) {
      characters += static_cast<char>(16 * digits.find(rest_.at(0)) + digits.find(rest_.at(1)));
      rest_.remove_prefix(2);
    } else {
      characters += rest_.at(0);
      rest_.remove_prefix(1);
    }
  }
  return characters;
}

void call::fail(std::string_view expected) const {
  throw std::logic_error("expected " + std::string(expected) + " here: " + std::string(rest_));
}

void family::check() {
  int const calls = setting("COGEN_ORACLE_CALLS", 2000);
  int const number = setting("COGEN_ORACLE_SEED", 20);
  std::istringstream lines(
      support::run_python("oracle/tools.py", name_ + ' ' + std::to_string(calls) + ' ' + std::to_string(number)));
  for (std::string line; std::getline(lines, line);) compare(line);
  for (auto const& [name, asked] : tools_) {
    INFO(name);
    CHECK(asked.calls == calls);
    CHECK(asked.differences == 0);
  }
}

void family::compare(std::string const& line) {
  auto const behind_name = line.find(' ');
  auto const found = tools_.find(std::string_view(line).substr(0, behind_name));
  if (found == tools_.end()) {
    INFO(line);
    FAIL("no such tool in the family " << name_);
  }
  auto& asked = found->second;
  ++asked.calls;
  for (auto const& [sources, answer] : asked.answers) {
    call given(std::string_view(line).substr(behind_name));
    std::string ours;
    try {
      ours = answer(given);
    } catch (std::exception const& error) {
      FAIL("call and Python's answer: " << line << "\ncogen throws: " << error.what());
    }
    std::string_view const theirs = given.answer();
    constexpr int shown = 3;
    if (ours != theirs && ++asked.differences <= shown) {
      FAIL_CHECK("call:   " << line.substr(0, line.size() - theirs.size() - 3) << sources << "\nPython: " << theirs
                            << "\ncogen:  " << ours);
    }
  }
}

}  // namespace oracle
