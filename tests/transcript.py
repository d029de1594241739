"""Transcripts: `$ command` lines with the output they must print, in tests/cli/*.session and in the documentation.

    $ readout text tests/samples/derby.txt | head -1
    Late Okafor strike settles derby
    $ readout nosuchverb
    readout: nosuchverb: ...
    [exit 2]

A command goes on in lines that begin with "> ". What it prints (both streams) is compared line by line; a line that is only
"..." stands for any number of lines, and " ..." at the end of a line for the rest of it. A status other than 0 is the last line, as above. Commands see a terminal of 100
columns without colour, an empty home, and a scratch folder in which the project's files stand at their usual places.
"""
import fcntl
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import threading

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECONDS = 60
COLUMNS = 100


def readout_path():
    return os.path.abspath(os.environ.get("READOUT") or os.path.join(TOP, "readout"))


def on_terminal(arguments, **more):
    """Run a program on a terminal of COLUMNS columns, with what subprocess.Popen takes; returns (output of both streams, exit
    status). It is killed after SECONDS."""
    master, slave = pty.openpty()
    mode = termios.tcgetattr(slave)
    mode[1] &= ~termios.OPOST  # line ends as they were written
    termios.tcsetattr(slave, termios.TCSANOW, mode)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, start_new_session=True, **more)
    # What was written last can be lost when the last writer closes a terminal, so this side keeps it open and writes
    # the end itself, behind the command's.
    end = b"\0end\0"
    ending = threading.Thread(target=lambda: (process.wait(), os.write(slave, end)))
    ending.start()
    previous = signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
    signal.alarm(SECONDS)
    output = b""
    while not output.endswith(end):
        output += os.read(master, 65536)
    output = output[:-len(end)]
    ending.join()
    os.close(slave)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)
    os.close(master)
    return output.decode("utf-8", "replace"), process.returncode


class Scratch:
    """A folder that looks like the project's top, with a home of its own; gone at the end of the `with` block."""

    def __init__(self, **environment):
        self.more = environment

    def __enter__(self):
        self.top = tempfile.mkdtemp(prefix="readout-test-")
        self.folder = os.path.join(self.top, "work")
        os.mkdir(self.folder)
        os.mkdir(os.path.join(self.top, "home"))
        for name in os.listdir(TOP):
            if name not in ("readout", "build", ".git"):
                os.symlink(os.path.join(TOP, name), os.path.join(self.folder, name))
        os.symlink(readout_path(), os.path.join(self.folder, "readout"))
        return self

    def __exit__(self, *what):
        shutil.rmtree(self.top, ignore_errors=True)

    def environment(self):
        keep = {k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "UBSAN_", "LSAN_"))}
        return dict(keep, PATH=self.folder + ":/usr/local/bin:/usr/bin:/bin", HOME=os.path.join(self.top, "home"),
                    TERM="xterm", NO_COLOR="1", LC_ALL="C.UTF-8", TZ="UTC", **self.more)

    def run(self, command):
        """Run one shell command on a terminal; returns (output, exit status)."""
        return on_terminal(["sh", "-c", command], cwd=self.folder, env=self.environment())


class Step:
    """One command: its lines as written, what is expected, and where that stands (line numbers from 0, half-open)."""

    def __init__(self, command, line):
        self.command, self.line, self.expected, self.end = command, line, [], line + 1

    def found(self, output, status):
        lines = output.split("\n")
        while lines and not lines[-1].strip():
            lines.pop()
        if status:
            lines.append("[exit %d]" % status)
        return lines


def steps(lines, first=0, last=None, comments=False):
    """The commands in lines[first:last]. Blank lines before the next command are nobody's output; with `comments`, nor are
    lines there that begin with "# "."""
    out = []
    for n in range(first, len(lines) if last is None else last):
        line = lines[n]
        if line.startswith("$ "):
            out.append(Step(line[2:], n))
        elif line.startswith("> ") and out and out[-1].end == n and not out[-1].expected:
            out[-1].command += "\n" + line[2:]
        elif not out:
            continue
        else:
            out[-1].expected.append(line)
        out[-1].end = n + 1
    for step in out:
        step.after = []
        while step.expected and (not step.expected[-1].strip() or comments and step.expected[-1].startswith("# ")):
            step.after.append(step.expected.pop())
    return out


def same_line(expected, found):
    if expected.endswith(" ..."):
        return found.startswith(expected[:-3])
    return expected.rstrip() == found.rstrip()


def matches(expected, found, status_optional=False):
    """True when the lines are equal, "..." standing for any lines."""
    if status_optional and found and re.match(r"\[exit \d+\]$", found[-1]) and not (expected and expected[-1] == found[-1]):
        found = found[:-1]
    if "..." not in expected:
        return len(expected) == len(found) and all(map(same_line, expected, found))
    at = expected.index("...")
    head, rest = expected[:at], expected[at + 1:]
    if not matches(head, found[:at]):
        return False
    return any(matches(rest, found[n:]) for n in range(at, len(found) + 1))


def difference(expected, found):
    out = ["   found:"] + ["     " + line for line in found] + ["expected:"] + ["     " + line for line in expected]
    return out[:80]


def rewrite(path, lines, changes):
    """Put what was found in place of what was expected: changes are (step, found lines)."""
    for step, found in sorted(changes, key=lambda c: -c[0].line):
        command = step.command.count("\n") + 1
        lines[step.line + command:step.end - len(step.after)] = found
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
