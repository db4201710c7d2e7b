"""Benchmarks: they measure and print; tests prove."""
