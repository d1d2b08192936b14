#include "rejected_rows.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

namespace api_to_parquet {

rejected_rows::rejected_rows(std::filesystem::path file) : final_name_(std::move(file)) {
  if (!final_name_.empty()) file_.emplace(std::filesystem::path(final_name_) += ".partial", 0);
}

rejected_rows::rejected_rows(std::filesystem::path const& file, std::int64_t length, std::int64_t count)
    : count_(count) {
  if (!file.empty()) file_.emplace(file, length);
}

rejected_rows::~rejected_rows() {
  if (final_name_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove(file_->path(), ignored);
}

void rejected_rows::add(page const& fetched) {
  count_ += static_cast<std::int64_t>(fetched.bad_rows.size());
  if (!file_) return;
  std::string lines;
  for (auto const& [index, field, reason, text] : fetched.bad_rows) {
    nlohmann::ordered_json const line{
        {"page", fetched.at}, {"index", index}, {"field", field}, {"reason", reason}, {"record", text}};
    // Text that is no UTF-8 must not end the run: what is wrong with it is replaced.
    lines += line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
  }
  file_->append(lines);
}

std::int64_t rejected_rows::flush() {
  if (!file_) return 0;
  file_->flush();
  return file_->length();
}

void rejected_rows::publish() {
  if (final_name_.empty()) return;
  file_->flush();
  api_to_parquet::publish(file_->path(), final_name_);
  final_name_.clear();
}

}  // namespace api_to_parquet
