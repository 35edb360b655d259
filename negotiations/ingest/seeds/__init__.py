"""Seed files: negotiations as YAML that a person can read and write, turned into drafts or refused whole."""

from negotiations.ingest.seeds.drafts import Draft, FileSet, Moment, Reference
from negotiations.ingest.seeds.file_sets import read_file_sets
from negotiations.ingest.seeds.problems import FilesRefusedError, Problem

__all__ = ["Draft", "FileSet", "FilesRefusedError", "Moment", "Problem", "Reference", "read_file_sets"]
