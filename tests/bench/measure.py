"""Run a command and say what it cost; shared by run and peers."""
import os
import statistics
import subprocess
import time


class Cost:
    """One run: CPU seconds of the process and all it started, wall seconds, and the largest resident set of any of them in MB."""

    def __init__(self, cpu, wall, memory):
        self.cpu, self.wall, self.memory = cpu, wall, memory


class Failed(Exception):
    """A measured command ended badly."""


def run(command, environment=None, source=None, feed=None):
    """Run once. `source` is a file for its standard input; `feed` a function that writes to it instead."""
    stdin = open(source, "rb") if source else subprocess.PIPE if feed else subprocess.DEVNULL
    before = time.monotonic()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=dict(os.environ, **(environment or {})))
    if feed:
        try:
            feed(process.stdin)
            process.stdin.close()
        except BrokenPipeError:
            pass
    elif source:
        stdin.close()
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise Failed("%s: exit %d: %s" % (" ".join(command), process.returncode, message.decode("utf-8", "replace").strip()))
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(runs, command, **more):
    """The median of several runs, each figure for itself."""
    costs = [run(command, **more) for _ in range(runs)]
    return Cost(*(statistics.median(getattr(c, key) for c in costs) for key in ("cpu", "wall", "memory")))


def corpus(build, megabytes, seed, form):
    """Path of the generated corpus; written once."""
    here = os.path.dirname(os.path.abspath(__file__))
    maker, grammar = os.path.join(here, "corpus.py"), os.path.join(here, "grammar.txt")
    path = os.path.join(build, "bench", "news-%g-%d.%s" % (megabytes, seed, form))
    newest = max(os.path.getmtime(maker), os.path.getmtime(grammar))
    if not os.path.exists(path) or os.path.getmtime(path) < newest:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        subprocess.run([maker, "%g" % megabytes, str(seed), "--format", form, "-o", path + ".new"], check=True)
        os.replace(path + ".new", path)
    return path
