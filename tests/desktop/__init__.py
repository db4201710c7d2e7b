"""The window on a real screen with a real tray, real notices and a real screen reader's interface."""
