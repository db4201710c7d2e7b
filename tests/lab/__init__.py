"""A home, a provider and an internet in network namespaces, to measure what netcheck makes of their faults."""
