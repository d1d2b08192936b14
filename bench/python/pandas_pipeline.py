"""The main job as one writes it in Python: generators, pandas and pyarrow. What api_to_parquet is compared with.

    pandas_pipeline.py URL OUTPUT [--page-size 1000] [--batch-size 10000]
"""
import argparse
import datetime
import http.client
import json
import urllib.parse

import pandas
import pyarrow
import pyarrow.parquet


def fetch_all_pages(url, page_size):
    """All pages, over one connection."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port)
    page = 1
    while True:
        connection.request("GET", f"/transactions?page={page}&page_size={page_size}")
        response = json.loads(connection.getresponse().read())
        yield response
        if not response["has_more"]:
            break
        page += 1


def extract_transactions(responses):
    for response in responses:
        yield from response["data"]


def batch_transactions(transactions, batch_size):
    batch = []
    for transaction in transactions:
        batch.append(transaction)
        if len(batch) >= batch_size:
            yield batch
            batch = []
    if batch:
        yield batch


def create_dataframes(batches):
    for number, batch in enumerate(batches, 1):
        frame = pandas.DataFrame(batch)
        frame["amount"] = frame["amount"].astype("float32")
        frame["timestamp"] = pandas.to_datetime(frame["timestamp"])
        frame["batch_number"] = number
        frame["processed_at"] = datetime.datetime.now(datetime.timezone.utc)
        yield frame


def write_to_parquet(frames, output):
    writer = None
    rows = 0
    try:
        for frame in frames:
            table = pyarrow.Table.from_pandas(frame)
            if writer is None:
                writer = pyarrow.parquet.ParquetWriter(output, table.schema, compression="snappy")
            writer.write_table(table)
            rows += len(frame)
    finally:
        if writer:
            writer.close()
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("output")
    parser.add_argument("--page-size", type=int, default=1000)
    parser.add_argument("--batch-size", type=int, default=10000)
    chosen = parser.parse_args()
    pages = fetch_all_pages(chosen.url, chosen.page_size)
    batches = batch_transactions(extract_transactions(pages), chosen.batch_size)
    print(write_to_parquet(create_dataframes(batches), chosen.output))


if __name__ == "__main__":
    main()
