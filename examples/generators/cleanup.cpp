#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>

#include "../support/explain.hpp"

using cogen::generator;

class resource {
 public:
  explicit resource(std::string name) : name_(std::move(name)) { fmt::print("Opening {}\n", name_); }
  resource(resource const&) = delete;
  resource& operator=(resource const&) = delete;
  ~resource() { fmt::print("Closing {}\n", name_); }

  [[nodiscard]] std::string const& name() const { return name_; }

 private:
  std::string name_;
};

generator<std::string> fetch_users(std::string database) {
  resource connection(std::move(database));
  for (int number = 0; number < 3; ++number) {
    std::string user = fmt::format("User {} from {}", number, connection.name());
    co_yield std::move(user);
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "What a body holds is released at its end, by close(), and with the generator.");

  fmt::print("To the end:\n");
  for (std::string const& user : fetch_users("all.db")) fmt::print("{}\n", user);

  fmt::print("\nClosed after one:\n");
  auto users = fetch_users("closed.db");
  fmt::print("{}\n", *users.next());
  users.close();

  fmt::print("\nDestroyed after two:\n");
  {
    auto some = fetch_users("users.db");
    fmt::print("{}\n", *some.next());
    fmt::print("{}\n", *some.next());
  }

  fmt::print("\nNever asked for anything, never opened:\n");
  auto unused = fetch_users("unused.db");
}
