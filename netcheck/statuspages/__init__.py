"""One file, one format of provider status page: bytes in, incidents out."""
