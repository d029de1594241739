#!/usr/bin/env python3
"""readout map by Dask: dask_map.py IN.jsonl OUT.jsonl [--scheduler ADDRESS] [--block BYTES] [-- option of readout map...]

Blocks of whole lines go to the workers, answers come back in order. Without --scheduler the cluster is this machine. The file must
be readable by the workers under the same path. Exit 3: some records failed and are error records in OUT.jsonl.
"""
import argparse
import os
import subprocess
import sys

from dask.distributed import Client


def blocks(path, size):
    """(first byte, end) of blocks of whole lines."""
    first, total = 0, os.path.getsize(path)
    with open(path, "rb") as f:
        while first < total:
            f.seek(min(first + size, total) - 1)
            f.readline()
            yield first, f.tell()
            first = f.tell()


def work(path, first, end, command):
    with open(path, "rb") as f:
        f.seek(first)
        done = subprocess.run(command, input=f.read(end - first), stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError("%s: exit %d" % (" ".join(command), done.returncode))
    return done.returncode, done.stdout


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n", 1)[0].split(": ", 1)[1])
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--scheduler")
    parser.add_argument("--block", type=int, default=10_000_000)
    parser.add_argument("options", nargs="*")
    args = parser.parse_args()
    command = [os.environ.get("READOUT", "readout"), "map", "-j1", *args.options]
    client = Client(args.scheduler) if args.scheduler else Client(threads_per_worker=1, dashboard_address=None)
    futures = [client.submit(work, os.path.abspath(args.input), first, end, command, pure=False) for first, end in blocks(args.input, args.block)]
    failed = 0
    with open(args.output + ".tmp", "wb") as f:
        for future in futures:
            status, answer = future.result()
            failed = max(failed, status)
            f.write(answer)
            future.release()
    os.replace(args.output + ".tmp", args.output)
    client.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
