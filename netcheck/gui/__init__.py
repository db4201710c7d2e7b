"""The window and the tray: shows what the watcher tells, and hands on what the person wants."""
