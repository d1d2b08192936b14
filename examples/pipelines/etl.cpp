#include <cogen.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../support/csv.hpp"
#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

using cogen::generator;

struct user {
  std::string name;
  std::string email;
  int age = 0;
};

generator<user> extract_from_csv(std::filesystem::path file) {
  for (std::vector<std::string>&& fields : csv_records(std::move(file)) | cogen::drop(1)) {  // the header
    user extracted;
    extracted.name = std::move(fields.at(0));
    extracted.email = std::move(fields.at(1));
    extracted.age = std::stoi(fields.at(2));
    co_yield std::move(extracted);
  }
}

// Without spaces around it, and in small letters.
std::string cleaned(std::string_view email) {
  std::size_t const begin = email.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return std::string();
  std::size_t const end = email.find_last_not_of(" \t") + 1;
  auto lower = [](char character) {
    return 'A' <= character && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
  };
  return email.substr(begin, end - begin) | cogen::map(lower) | cogen::to<std::string>();
}

generator<user> transform_data(generator<user> users) {
  for (user&& transformed : users) {
    transformed.email = cleaned(transformed.email);
    bool const valid = transformed.email.find('@') != std::string::npos;
    if (valid) co_yield std::move(transformed);
  }
}

// Writes a batch at a time and yields what it has done.
generator<std::string> load(generator<user> users, std::filesystem::path target, int batch_size) {
  std::ofstream file(target);
  for (std::vector<user> const& batch : std::move(users) | cogen::batch(batch_size)) {
    for (user const& loaded : batch) file << fmt::format("{}\t{}\t{}\n", loaded.name, loaded.email, loaded.age);
    file.flush();
    std::string status = fmt::format("Loaded {} records", batch.size());
    co_yield std::move(status);
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "Extract from CSV, transform, load in batches: each batch is loaded before the next is read.");

  temporary_folder const folder;
  auto source = folder.write("users.csv",
                             "name,email,age\r\n"
                             "Alice,\" Alice@Example.COM \",31\r\n"
                             "Bob,bob at example.com,45\r\n"
                             "\"Charlie, the third\",charlie@example.com,28\r\n"
                             "David,DAVID@example.com,52\r\n");
  auto target = folder.path() / "users.tsv";
  for (std::string const& status : load(transform_data(extract_from_csv(source)), target, 2)) {
    fmt::print("{}\n", status);
  }
  for (std::string_view line : cogen::lines(target)) fmt::print("{}\n", line);
}
