"""Which netcheck this is."""

from __future__ import annotations


def version() -> str:
    """The version of the installed package, e.g. "1.0.0"; "unknown" where it runs from a bare folder."""
    import netcheck

    built_in = getattr(netcheck, "__version__", None)
    if isinstance(built_in, str):
        return built_in
    # Late: half of the time that `netcheck --version` takes goes into this import.
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("netcheck")
    except PackageNotFoundError:
        return "unknown"
