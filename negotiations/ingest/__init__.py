"""Material from outside, turned into plain drafts that actions can record. One package per kind of source."""
