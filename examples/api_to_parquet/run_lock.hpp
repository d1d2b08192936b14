// One run at a time goes on from a checkpoint.
#pragma once

#include <filesystem>

namespace api_to_parquet {

// Holds CHECKPOINT.lock; nothing where there is no checkpoint. The system lets go of it however the run ends.
class run_lock {
 public:
  // Throws std::runtime_error if another run holds it, or it can't be made.
  explicit run_lock(std::filesystem::path const& checkpoint);
  run_lock(run_lock const&) = delete;
  run_lock& operator=(run_lock const&) = delete;
  ~run_lock();

 private:
  int descriptor_ = -1;
};

}  // namespace api_to_parquet
