"""One file per format that leaves Parley."""
