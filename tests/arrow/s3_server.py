"""An S3 store on loopback, with commands for a test on standard input: a line each, answered by a line.

usage: s3_server.py        First line of output: the port. Ends when standard input does, so it can't outlive its test.

bucket NAME                makes a bucket
put NAME KEY TEXT          an object with that text
text NAME KEY              the text of an object
keys NAME                  names of all objects, in order
uploads NAME               names of objects whose multipart upload is neither completed nor aborted
etag NAME KEY              of one uploaded in N parts: ...-N
rows NAME KEY              how many rows a file has, read by pyarrow
read NAME KEY              rows, sum of id and types, read by pyarrow, and by pandas
fault METHOD PART ACTION TIMES
                           the next TIMES requests of that method (* for any) whose query has PART (* for any) are
                           refused (403), dropped (the connection is closed), or slow (a second longer)
faulted                    how many requests were, since the last mend
mend                       ends all faults
user                       from now on requests must be signed; the access key and the secret key that may do all
anybody                    ends that
"""
import logging
import os
import socket
import sys
import time

import boto3
import pandas
import pyarrow.compute
import pyarrow.fs
import pyarrow.parquet
import requests
from moto.server import ThreadedMotoServer

os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION="us-east-1",
                  AWS_EC2_METADATA_DISABLED="true")
logging.getLogger("werkzeug").disabled = True
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
port = server.get_host_and_port()[1]
endpoint = f"http://127.0.0.1:{port}"
s3 = boto3.client("s3", endpoint_url=endpoint)
faults = []
faulted = 0


def with_faults(application):
    def call(environment, start_response):
        global faulted
        for fault in faults:
            method, part, action, times = fault
            if times == 0 or method not in ("*", environment["REQUEST_METHOD"]):
                continue
            if part != "*" and part not in environment.get("QUERY_STRING", ""):
                continue
            fault[3] -= 1
            faulted += 1
            if action == "slow":
                time.sleep(1)
            elif action == "dropped":
                environment["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
                raise ConnectionResetError
            else:
                start_response("403 Forbidden", [("Content-Type", "application/xml"), ("Connection", "close")])
                return [b"<Error><Code>AccessDenied</Code><Message>refused by the test</Message></Error>"]
        return application(environment, start_response)
    return call


server._server.app = with_faults(server._server.app)


def user():
    iam = boto3.client("iam", endpoint_url=endpoint)
    iam.create_user(UserName="writer")
    everything = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    iam.put_user_policy(UserName="writer", PolicyName="everything", PolicyDocument=everything)
    key = iam.create_access_key(UserName="writer")["AccessKey"]
    requests.post(f"{endpoint}/moto-api/reset-auth", data=b"0").raise_for_status()
    return f"{key['AccessKeyId']} {key['SecretAccessKey']}"


def store():
    return pyarrow.fs.S3FileSystem(endpoint_override=f"127.0.0.1:{port}", scheme="http", region="us-east-1")


def read(bucket, key):
    table = pyarrow.parquet.read_table(f"{bucket}/{key}", filesystem=store())
    frame = pandas.read_parquet(f"{bucket}/{key}", filesystem=store())
    return (f"pyarrow {table.num_rows} {pyarrow.compute.sum(table['id']).as_py()} {table.schema.field('time').type} "
            f"pandas {len(frame)} {frame['id'].sum()} {frame['time'].dtype}")


def answer(command, *arguments):
    global faulted
    if command == "bucket":
        s3.create_bucket(Bucket=arguments[0])
    elif command == "put":
        s3.put_object(Bucket=arguments[0], Key=arguments[1], Body=arguments[2].encode())
    elif command == "text":
        return s3.get_object(Bucket=arguments[0], Key=arguments[1])["Body"].read().decode()
    elif command == "keys":
        return " ".join(entry["Key"] for entry in s3.list_objects_v2(Bucket=arguments[0]).get("Contents", []))
    elif command == "uploads":
        return " ".join(entry["Key"] for entry in s3.list_multipart_uploads(Bucket=arguments[0]).get("Uploads", []))
    elif command == "etag":
        return s3.head_object(Bucket=arguments[0], Key=arguments[1])["ETag"].strip('"')
    elif command == "rows":
        return str(pyarrow.parquet.read_table("/".join(arguments), filesystem=store()).num_rows)
    elif command == "read":
        return read(*arguments)
    elif command == "fault":
        faults.append([*arguments[:3], int(arguments[3])])
    elif command == "faulted":
        return str(faulted)
    elif command == "mend":
        faults.clear()
        faulted = 0
    elif command == "user":
        return user()
    elif command == "anybody":
        requests.post(f"{endpoint}/moto-api/reset-auth", data=b"inf").raise_for_status()
    else:
        raise ValueError(f"no such command: {command}")
    return "done"


print(port, flush=True)
for line in sys.stdin:
    try:
        said = answer(*line.split())
    except Exception as error:
        said = f"failed: {type(error).__name__}: {error}"
    print(said.replace("\n", " "), flush=True)
os._exit(0)  # requests may still be running
