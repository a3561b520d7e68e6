"""Web pages as somebody reads them. Plain Python: pages come from outside, and are read in a process of its own."""
