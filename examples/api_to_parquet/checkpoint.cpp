#include "checkpoint.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "durable_file.hpp"

namespace api_to_parquet {

using json = nlohmann::ordered_json;

namespace {
constexpr int version = 1;
}

std::optional<checkpoint> checkpoint::load(std::filesystem::path const& file) {
  if (!std::filesystem::exists(file)) return std::nullopt;
  try {
    std::ifstream stream(file, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) throw std::runtime_error("it can't be read");
    auto const saved = json::parse(text);
    if (saved.at("version") != version) throw std::runtime_error("it is of another version of this program");
    checkpoint result;
    result.identity = saved.at("job");
    for (auto const& each : saved.at("parts")) result.parts.push_back({each.at("file"), each.at("rows")});
    result.rows = saved.at("rows");
    result.batches = saved.at("batches");
    result.rejected = saved.at("rejected");
    result.rejected_bytes = saved.at("rejected_bytes");
    result.next = saved.at("next");
    result.complete = saved.at("complete");
    return result;
  } catch (std::exception const& error) {
    throw std::runtime_error(fmt::format("'{}' is no checkpoint: {}", file.string(), error.what()));
  }
}

void checkpoint::save(std::filesystem::path const& file) const {
  auto named = json::array();
  for (auto const& [name, rows_in_it] : parts) named.push_back({{"file", name}, {"rows", rows_in_it}});
  json const saved{{"version", version},
                   {"job", identity},
                   {"complete", complete},
                   {"next", next},
                   {"rows", rows},
                   {"batches", batches},
                   {"rejected", rejected},
                   {"rejected_bytes", rejected_bytes},
                   {"parts", std::move(named)}};
  auto const partial = std::filesystem::path(file) += ".partial";
  {
    durable_file written(partial, 0);
    try {
      written.append(saved.dump(2) + '\n');
    } catch (json::exception const&) {
      throw std::runtime_error(fmt::format("cannot save '{}': a name or the next page is no UTF-8", file.string()));
    }
    written.flush();
  }
  publish(partial, file);
}

}  // namespace api_to_parquet
