"""A screen reader for tests in Debian's own Python: python3 small_reader.py list|do ROLE NAME, over AT-SPI."""

# mypy: ignore-errors
# Debian's libraries, which bear no types and are not there for mypy to see.

import sys

import pyatspi

APP = "netcheck"


def walk(node, depth=0):
    """Everything below a node."""
    yield depth, node
    if depth < 30:
        for place in range(node.childCount):
            child = node.getChildAtIndex(place)
            if child is not None:
                yield from walk(child, depth + 1)


def found():
    """The program, as it shows itself to screen readers."""
    desktop = pyatspi.Registry.getDesktop(0)
    return next((app for app in desktop if app is not None and app.name == APP), None)


app = found()
if app is None:
    sys.exit(1)
for depth, node in walk(app):
    states = node.getState()
    if sys.argv[1] == "list":
        shown = "shown" if states.contains(pyatspi.STATE_SHOWING) else "hidden"
        focus = "focusable" if states.contains(pyatspi.STATE_FOCUSABLE) else "-"
        print(depth, node.getRoleName(), shown, focus, node.name.replace("\n", " "), sep="\t")
    elif (node.getRoleName(), node.name) == (sys.argv[2], sys.argv[3]):
        node.queryAction().doAction(0)
        print("done")
        break
