"""The window and the tray: shows what the watcher tells, and hands on what the person wants."""

from netcheck.gui.unread_sources import spare

spare()  # before anything else of this room is imported
