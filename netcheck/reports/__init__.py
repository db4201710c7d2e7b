"""One file, one format of report: record in, text out."""
