"""Tells whether an internet outage is at home or at the provider."""

__version__ = "0.1.0"
