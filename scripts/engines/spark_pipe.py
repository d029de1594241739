#!/usr/bin/env python3
"""readout map by Spark: spark-submit spark_pipe.py IN OUT [option of readout map...]

IN is a folder or file of JSON lines; OUT must not be there yet. The program has to lie under one path on every node, or go along:
spark-submit --files /usr/local/bin/readout (then READOUT=./readout). checkCode is off: exit 3 only says that some records failed,
and those are error records in the output, to be counted below.
"""
import os
import shlex
import sys

from pyspark.sql import SparkSession


def main():
    source, target, options = sys.argv[1], sys.argv[2], sys.argv[3:]
    context = SparkSession.builder.appName("readout").getOrCreate().sparkContext
    command = shlex.join([os.environ.get("READOUT", "readout"), "map", "-j1", *options])
    answers = context.textFile(source).pipe(command, checkCode=False).cache()
    answers.saveAsTextFile(target)
    failed = answers.filter(lambda line: line.startswith('{"id":') and '"error":{' in line[:4000] and '"layers":' not in line).count()
    print("%d records failed" % failed, file=sys.stderr)


if __name__ == "__main__":
    main()
