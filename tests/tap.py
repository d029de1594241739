"""Test Anything Protocol for the tests written in Python."""
import sys

_count = _failed = 0


def ok(passed, name, notes=()):
    """One test; `notes` (a string or lines) are shown when it fails. Returns `passed`."""
    global _count, _failed
    _count += 1
    _failed += not passed
    print("%s %d - %s" % ("ok" if passed else "not ok", _count, name.replace("\n", " ").replace("#", "\\#")))
    if not passed:
        for line in notes.split("\n") if isinstance(notes, str) else notes:
            print("# " + line)
    sys.stdout.flush()
    return passed


def equal(found, expected, name):
    return ok(found == expected, name, "   found: %r\nexpected: %r" % (found, expected))


def skip(name, why):
    global _count
    _count += 1
    print("ok %d - %s # SKIP %s" % (_count, name.replace("#", "\\#"), why))


def skip_all(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


def done():
    if _count == 0:
        skip_all("nothing to test")
    print("1..%d" % _count)
    sys.exit(1 if _failed else 0)
