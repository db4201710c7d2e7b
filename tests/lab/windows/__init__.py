"""The Windows program in the lab: a Windows Python under Wine, in the same homes as the Linux program."""
