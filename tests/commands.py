"""The commands of commands.txt, as argument lists."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)


def commands():
    with open(os.path.join(HERE, "commands.txt"), encoding="utf-8") as f:
        return [line.split() for line in f if line.strip() and not line.startswith("#")]
