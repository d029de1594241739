import os
import re
import shlex
import subprocess

PARTITIONS = int(os.environ.get("STAND_IN_PARTITIONS", "3"))


class RDD:
    def __init__(self, make):
        self.make, self.kept, self.cached = make, None, False

    def partitions(self):
        if self.kept is not None:
            return self.kept
        made = self.make()
        if self.cached:
            self.kept = made
        return made

    def cache(self):
        self.cached = True
        return self

    def filter(self, wanted):
        return RDD(lambda: [[item for item in part if wanted(item)] for part in self.partitions()])

    def count(self):
        return sum(len(part) for part in self.partitions())

    def pipe(self, command, env=None, checkCode=False):
        def through(part):
            data = "".join(line.rstrip("\n") + "\n" for line in part).encode("utf-8")
            done = subprocess.run(shlex.split(command), input=data, stdout=subprocess.PIPE, env=env, check=checkCode)
            return [line.decode("utf-8") for line in done.stdout.split(b"\n")[:-1]]
        return RDD(lambda: [through(part) for part in self.partitions()])

    def saveAsTextFile(self, path):
        os.mkdir(path)
        for n, part in enumerate(self.partitions()):
            with open(os.path.join(path, "part-%05d" % n), "w", encoding="utf-8", newline="") as f:
                f.write("".join(line + "\n" for line in part))


class Context:
    def textFile(self, path):
        names = sorted(os.path.join(path, name) for name in os.listdir(path)) if os.path.isdir(path) else [path]
        lines = []
        for name in names:
            with open(name, "rb") as f:
                lines += re.split("\r\n|\n|\r", f.read().decode("utf-8"))[:-1]
        size = -(-len(lines) // PARTITIONS)
        return RDD(lambda: [lines[n * size:(n + 1) * size] for n in range(PARTITIONS)])


class Builder:
    def appName(self, name):
        return self

    def getOrCreate(self):
        return self

    sparkContext = Context()


class SparkSession:
    builder = Builder()
