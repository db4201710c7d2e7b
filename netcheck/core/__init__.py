"""Everything that thinks: nouns, rules and verdicts, without touching network, clock or files."""
