"""Reads what api_to_parquet wrote with pyarrow, pandas and DuckDB, and compares every row.

usage: read_back.py EXPECTED_CSV BATCH_SIZE STARTED PATH CODEC [PATH CODEC]...
EXPECTED_CSV has a line a transaction: the nine fields in order, the amount in full, the timestamp in microseconds.
STARTED is the time in microseconds before which nothing was processed. A PATH is a file, or a directory partitioned by
category. Prints "agree", or says who disagrees and exits with 1.
"""
import csv
import os
import sys
import time

import duckdb
import numpy
import pandas
import pyarrow.dataset
import pyarrow.parquet

NAMES = ["transaction_id", "user_id", "amount", "currency", "status", "category", "timestamp", "merchant", "payment_method"]
LABELS = "dictionary<values=string, indices=int32, ordered=0>"
TYPES = {"transaction_id": "string", "user_id": "string", "amount": "float", "currency": LABELS, "status": LABELS,
         "category": LABELS, "timestamp": "timestamp[us, tz=UTC]", "merchant": LABELS, "payment_method": LABELS,
         "batch_number": "int64", "processed_at": "timestamp[us, tz=UTC]"}
DUCKDB_TYPES = {"amount": "FLOAT", "timestamp": "TIMESTAMP WITH TIME ZONE", "batch_number": "BIGINT",
                "processed_at": "TIMESTAMP WITH TIME ZONE"} | {
                    name: "VARCHAR" for name, kind in TYPES.items() if kind in ("string", LABELS)}

expected_csv, batch_size, started = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
outputs = list(zip(sys.argv[4::2], sys.argv[5::2]))
with open(expected_csv, newline="") as file:
    expected = [(row[0], row[1], float(numpy.float32(row[2])), *row[3:6], int(row[6]), *row[7:9], index // batch_size + 1)
                for index, row in enumerate(csv.reader(file))]


def expect(what, actual, wanted):
    if actual != wanted:
        sys.exit(f"{what} is {actual!r}, expected {wanted!r}")


def expect_rows(who, rows):
    expect(f"{who}: number of rows", len(rows), len(expected))
    for index, (actual, wanted) in enumerate(zip(rows, expected)):
        expect(f"{who}: row {index}", actual, wanted)


def read_pyarrow(path, partitioned, codec):
    files = pyarrow.dataset.dataset(path, partitioning="hive").files
    for file in files:
        metadata = pyarrow.parquet.read_metadata(file)
        codecs = {metadata.row_group(group).column(column).compression
                  for group in range(metadata.num_row_groups) for column in range(metadata.num_columns)}
        expect(f"codec of {file}", codecs, {codec})
        types = {name: kind for name, kind in TYPES.items() if not (partitioned and name == "category")}
        schema = pyarrow.parquet.ParquetFile(file).schema_arrow
        expect(f"types of {file}", {field.name: str(field.type) for field in schema}, types)
        expect(f"nullable columns of {file}", [field.name for field in schema if field.nullable], [])
    table = pyarrow.dataset.dataset(path, partitioning="hive").to_table()
    if partitioned:
        expect(f"pyarrow: partitions of {path}", sorted(os.listdir(path)), sorted({f"category={row[5]}" for row in expected}))
        table = table.sort_by("transaction_id")
    columns = [table["timestamp"].cast("int64") if name == "timestamp" else table[name] for name in NAMES + ["batch_number"]]
    expect_rows(f"pyarrow, {path}", list(zip(*(column.to_pylist() for column in columns))))

    processed = {}
    for batch, at in zip(table["batch_number"].to_pylist(), table["processed_at"].cast("int64").to_pylist()):
        expect(f"pyarrow: processed_at in batch {batch}", at, processed.setdefault(batch, at))
    in_order = [at for _, at in sorted(processed.items())]
    expect("pyarrow: processed_at by batch", in_order, sorted(in_order))
    expect("pyarrow: processed_at within the run", started <= in_order[0] and in_order[-1] <= time.time() * 1e6, True)


def read_pandas(path, partitioned):
    frame = pandas.read_parquet(path)
    if partitioned:
        frame = frame.sort_values("transaction_id")
    expect(f"pandas: types of times in {path}", [str(frame[name].dtype) for name in ("timestamp", "processed_at")],
           ["datetime64[us, UTC]"] * 2)
    expect(f"pandas: type of amount in {path}", str(frame["amount"].dtype), "float32")
    frame["timestamp"] = frame["timestamp"].astype("int64")
    rows = zip(*(frame[name].tolist() for name in NAMES + ["batch_number"]))
    expect_rows(f"pandas, {path}", list(rows))


def read_duckdb(path, partitioned):
    source = f"read_parquet('{path}/**/*.parquet', hive_partitioning = true)" if partitioned else f"read_parquet('{path}')"
    types = ", ".join(f"typeof({name})" for name in DUCKDB_TYPES)
    expect(f"duckdb: types in {path}", duckdb.sql(f"select distinct {types} from {source}").fetchall(),
           [tuple(DUCKDB_TYPES.values())])
    columns = ", ".join(f"epoch_us({name})" if name == "timestamp" else name for name in NAMES + ["batch_number"])
    order = "order by transaction_id" if partitioned else ""
    expect_rows(f"duckdb, {path}", duckdb.sql(f"select {columns} from {source} {order}").fetchall())
    total = sum(row[2] for row in expected)
    found = duckdb.sql(f"select sum(amount::double) from {source}").fetchall()[0][0]
    expect("duckdb: the sum of amount is right", abs(found - total) <= 1e-9 * total, True)


expect("the number of outputs is not zero", bool(outputs) and len(sys.argv) % 2 == 0, True)
for output, codec in outputs:
    partitioned = os.path.isdir(output)
    read_pyarrow(output, partitioned, codec)
    read_pandas(output, partitioned)
    read_duckdb(output, partitioned)
print("agree")
