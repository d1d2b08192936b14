#include "rejected_rows.hpp"

#include <cogen.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <system_error>

#include "../support/csv.hpp"

namespace etl_csv_to_sqlite {

rejected_rows::rejected_rows(std::filesystem::path file) : file_(std::move(file)), partial_(partial_of(file_)) {
  if (exists(file_) && !is_regular_file(file_)) {  // a device would be gone
    throw std::runtime_error(fmt::format("{}: there is something that is no file", file_.string()));
  }
  stream_.open(partial_, std::ios::binary);
  stream_ << "line,field,reason,row\n";
  check_stream();
}

rejected_rows::~rejected_rows() {
  std::error_code ignored;
  std::filesystem::remove(partial_, ignored);  // nothing, once it is finished
}

void rejected_rows::add(record const& read, fault const& found) {
  std::string const row = read.fields | cogen::map(csv_field) | cogen::join(",");
  stream_ << read.line << ',' << found.field << ',' << csv_field(found.reason) << ',' << csv_field(row) << '\n';
  check_stream();
  ++count_;
  ++by_reason_[{found.field, found.reason}];
}

void rejected_rows::finish() {
  stream_.close();
  check_stream();
  std::filesystem::rename(partial_, file_);
}

void rejected_rows::check_stream() const {
  if (!stream_) throw std::runtime_error(fmt::format("{}: cannot be written", partial_.string()));
}

}  // namespace etl_csv_to_sqlite
