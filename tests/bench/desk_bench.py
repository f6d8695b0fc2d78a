# SPDX-License-Identifier: MIT
"""The application's rows of scripts/bench, and those of what it prints and of live connections."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

from server_bench import RUNS, SOURCE, pss_kib, read_port
from table import show

SOCKETS = 10000
SHEET = 500  # tickets
OFFERS, TICKETS, ORDERS = 10000, 5000, 5000
PAGES = {'offers': OFFERS, 'tickets': TICKETS, 'orders': ORDERS}
NOBODY = 'http://127.0.0.1:9'  # no server: the copy alone


def live_kib(build, command, environment, count):
    """Memory of one idle WebSocket in the server that @command starts, as the mean of many."""
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    port = read_port(server)
    before = pss_kib(server)
    load = subprocess.Popen([build / 'tests/bench/et-live-load', port, str(count)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    assert load.stdout.readline() == 'ready\n'
    after = pss_kib(server)
    load.communicate('\n', timeout=60)
    server.terminate()
    server.wait(timeout=60)
    return (after - before) / count


def live_rows(build, folder):
    environment = dict(
        os.environ, DATABASE_URL=f'sqlite:///{folder}/live.sqlite3', ETICKETS_LOG_LEVEL='warning',
        ETICKETS_SIGNING_KEY_FILE=f'{folder}/live.key', ETICKETS_REQUESTS_PER_MINUTE='0',
        ETICKETS_MAX_CONNECTIONS='20000', ETICKETS_MAX_CONNECTIONS_PER_ADDRESS='0',
        ETICKETS_MAX_LIVE_PER_ADDRESS='0')
    ours = live_kib(build, [build / 'server/etickets-server', 'serve', '--listen', '127.0.0.1:0'], environment, SOCKETS)
    bare = live_kib(build, [build / 'tests/bench/et-live-bare'], environment, SOCKETS)
    show(f'an idle WebSocket of {SOCKETS:,}', ours, 'KiB', '', f'a bare SoupWebsocketConnection: {bare:.2f} KiB',
         ratio=ours / bare)


def desk_run(build, folder):
    """The application on a copy that is full, through its pages, on a display of its own."""
    environment = dict(os.environ, GTK_A11Y='none')
    start = ('import os, sys, time; os.environ["ET_STARTED_US"] = str(time.monotonic_ns() // 1000); '
             'os.execv(sys.argv[1], sys.argv[1:])')
    done = subprocess.run(
        [SOURCE / 'tests/support/xrun', '/usr/bin/python3', '-c', start, build / 'tests/bench/et-desk', NOBODY, folder],
        env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=300)
    return json.loads(done.stdout)


def desk_figures(build, folder):
    subprocess.run([build / 'tests/bench/et-desk-fill', NOBODY, folder, str(OFFERS), str(TICKETS), str(ORDERS)], check=True)
    runs = [desk_run(build, folder) for _ in range(RUNS)]
    return {
        'live_change_ms': live_change_ms(build),
        'first_frame_ms': statistics.median(run['first_frame_ms'] for run in runs),
        'start_turn_ms': statistics.median(run['start_turn_ms'] for run in runs),
        'long_turns': statistics.median(run['long_turns'] for run in runs),
        'store_ms': statistics.median(run['store_ms'] for run in runs),
        'pss_mib': max(run[page]['pss_mib'] for run in runs for page in PAGES),
    } | {f'{page}_{name}': statistics.median(run[page][name] for run in runs)
         for page in PAGES for name in runs[0]['offers']}


def live_change_ms(build):
    """From the server's answer to an administrator until a customer's window says it, at most."""
    done = subprocess.run([SOURCE / 'tests/support/xrun', build / 'tests/ui/test-ui-live'], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120)
    return max(int(ms) for ms in re.findall(r'live: shown after (\d+) ms', done.stdout))


def sheet_figures(build):
    runs = [json.loads(subprocess.run([build / 'tests/bench/et-sheet', str(SHEET)], check=True, capture_output=True,
                                      text=True).stdout) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def desk_rows(build, folder):
    desk = desk_figures(build, folder)
    show(f'application with {TICKETS:,} tickets: start to first frame', desk['first_frame_ms'], 'ms', '≤ 500')
    show(f'first page of {OFFERS:,} offers from the store', desk['store_ms'], 'ms', '≤ 100')
    show('longest turn of the main loop after the first frame', desk['start_turn_ms'], 'ms', '≤ 50',
         'computing, GTK included')
    show('turns over 50 ms until the end, scrolling included', desk['long_turns'], '', '0', 'reported by the watchdog')
    for page, of in PAGES.items():
        show(f'{page}: opened, of {of:,}', desk[page + '_open_ms'], 'ms', '≤ 100',
             f'longest turn {desk[page + "_open_turn_ms"]:.0f} ms')
        show(f'{page}: our own code in a turn while scrolling', desk[page + '_scroll_own_ms'], 'ms', '≤ 16',
             f'with GTK {desk[page + "_scroll_turn_ms"]:.0f} ms at most')
    show('live change shown', desk['live_change_ms'], 'ms', '≤ 1000', 'from the server\'s answer to the change')
    show('application: memory with all of them open (PSS)', desk['pss_mib'], 'MiB', '≤ 200')


def sheet_rows(build):
    sheet = sheet_figures(build)
    show('a ticket laid out and drawn into a PDF', sheet['ticket_ms'], 'ms', '≤ 5')
    show(f'{SHEET} tickets as a PDF of A4 pages of four', sheet['sheet_ms'], 'ms', '≤ 3000',
         f'{sheet["size_kib"] / 1024:.1f} MiB long')
    show('memory at most while they are drawn', sheet['peak_mib'], 'MiB', '≤ 150')


def all_rows(build):
    for rows in (live_rows, desk_rows):
        with tempfile.TemporaryDirectory() as name:
            rows(build, pathlib.Path(name))
    sheet_rows(build)
