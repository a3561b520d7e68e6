"""Backups: one file with all that a desk knows, proved by restoring it, and the way back.

A backup is a tar file (packing.py, reading.py) of the database's dump, the raw files, the files of releases, a manifest
(manifest.py) and the digest of each. It is made of one moment of the database (making.py) and counts only once it was
loaded into a scratch database and found to be the same there, row by row (proving.py). Restoring loads it beside what
is there and takes its place in one step (restoring.py).
"""
