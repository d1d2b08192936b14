"""Reads a Parquet file, or a Hive-partitioned directory, with pyarrow, pandas and DuckDB, and compares with what was written.

usage: read_back.py PATH ROWS SUM_OF_IDS COUNTS      COUNTS is category=rows,category=rows,... in percent-encoding; a null is "null"
Expects the columns id, amount, category, time. Prints "agree", or says who disagrees and exits with 1.
"""
import os
import sys
from urllib.parse import unquote

import duckdb
import pandas
import pyarrow
import pyarrow.compute
import pyarrow.dataset
import pyarrow.parquet

path, rows, total, counts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
expected = {}
for pair in counts.split(","):
    name, _, count = pair.partition("=")
    expected[None if name == "null" else unquote(name)] = int(count)
partitioned = os.path.isdir(path)


def expect(reader, what, actual, wanted):
    if actual != wanted:
        sys.exit(f"{reader}: {what} is {actual!r}, expected {wanted!r}")


def by_category(values):
    found = {}
    for value in values:
        value = None if value is None or value != value else str(value)
        found[value] = found.get(value, 0) + 1
    return found


if partitioned:
    hive = pyarrow.dataset.partitioning(pyarrow.schema([("category", pyarrow.string())]), flavor="hive")
    table = pyarrow.dataset.dataset(path, partitioning=hive).to_table()
else:
    table = pyarrow.parquet.read_table(path)
    expect("pyarrow", "type of category", str(table.schema.field("category").type),
           "dictionary<values=string, indices=int32, ordered=0>")
expect("pyarrow", "rows", table.num_rows, rows)
expect("pyarrow", "sum of id", pyarrow.compute.sum(table["id"]).as_py(), total)
expect("pyarrow", "type of amount", str(table.schema.field("amount").type), "float")
expect("pyarrow", "type of time", str(table.schema.field("time").type), "timestamp[us, tz=UTC]")
expect("pyarrow", "categories", by_category(table["category"].to_pylist()), expected)

# By default pandas makes partitions categories, and those cannot hold a null.
frame = pandas.read_parquet(path, partitioning=hive) if None in expected else pandas.read_parquet(path)
expect("pandas", "rows", len(frame), rows)
expect("pandas", "sum of id", int(frame["id"].sum()), total)
expect("pandas", "type of time", str(frame["time"].dtype), "datetime64[us, UTC]")
expect("pandas", "categories", by_category(frame["category"].tolist()), expected)

source = f"read_parquet('{path}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)" if partitioned else f"read_parquet('{path}')"
expect("duckdb", "rows and sum of id", duckdb.sql(f"select count(*), sum(id)::bigint from {source}").fetchall(), [(rows, total)])
expect("duckdb", "types", duckdb.sql(f"select distinct typeof(amount), typeof(time) from {source}").fetchall(),
       [("FLOAT", "TIMESTAMP WITH TIME ZONE")])
expect("duckdb", "categories", dict(duckdb.sql(f"select category, count(*) from {source} group by 1").fetchall()), expected)

print("agree")
