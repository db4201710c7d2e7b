"""The only room that touches the system: network, files, clock and D-Bus."""
