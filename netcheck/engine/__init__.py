"""Threads that ask the checks and watch, without a window."""
