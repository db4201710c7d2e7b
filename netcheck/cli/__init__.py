"""The terminal: arguments, exit codes and printing."""
