#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures a release build of everything and prints one table, which bench.json in its folder keeps.

Usage: bench.py BUILD_FOLDER SECONDS [server|desk]
"""
import os
import pathlib
import sys

import desk_bench
import table
from server_bench import CLIENTS, RUNS, Bench

build = pathlib.Path(sys.argv[1]).resolve()
seconds = int(sys.argv[2])
part = sys.argv[3] if len(sys.argv) > 3 else ''

table.head(f'{os.cpu_count()} cores, {CLIENTS} clients on the same machine, medians of {RUNS} runs of {seconds} s')
if part != 'desk':
    Bench(build, seconds).all()
if part != 'server':
    desk_bench.all_rows(build)
table.save(build / 'bench.json', {'cores': os.cpu_count(), 'clients': CLIENTS, 'runs': RUNS, 'seconds': seconds})
