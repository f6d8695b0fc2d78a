#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures a release build of everything and prints one table, which bench.json in its folder keeps.

Usage: bench.py BUILD_FOLDER NUMBER [server|desk|reliability|soak]; NUMBER is one of seconds, kills or
minutes
"""
import os
import pathlib
import sys

import desk_bench
import endurance_bench
import table
from server_bench import CLIENTS, RUNS, Bench

build = pathlib.Path(sys.argv[1]).resolve()
number = int(sys.argv[2])
part = sys.argv[3] if len(sys.argv) > 3 else ''

if part in ('reliability', 'soak'):
    table.head(f'{os.cpu_count()} cores')
    getattr(endurance_bench, part)(build, number)
else:
    table.head(f'{os.cpu_count()} cores, {CLIENTS} clients on the same machine, medians of {RUNS} runs of {number} s')
    if part != 'desk':
        Bench(build, number).all()
    if part != 'server':
        desk_bench.all_rows(build)
table.save(build / f'bench{"-" + part if part else ""}.json',
           {'cores': os.cpu_count(), 'clients': CLIENTS, 'runs': RUNS, 'number': number})
