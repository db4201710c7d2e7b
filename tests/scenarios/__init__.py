"""Recorded stories: what was really seen in the lab, and the verdict it must lead to."""
