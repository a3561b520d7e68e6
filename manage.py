#!/usr/bin/env python
import sys

from newsreview.commands import console

if __name__ == "__main__":
    console.manage(sys.argv)
