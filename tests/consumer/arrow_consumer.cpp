#include <arrow/api.h>

#include <cogen/arrow.hpp>

int main() { return arrow::Int64Builder().Append(1).ok() ? 0 : 1; }
