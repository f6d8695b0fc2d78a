#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Starts a release build of everything, loads it and prints one table.

Usage: bench.py BUILD_FOLDER SECONDS|desk
"""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
SECONDS = sys.argv[2]
RUNS = 5
CLIENTS = 32
SOCKETS = 10000
SHEET = 500  # tickets
OFFERS, TICKETS = 10000, 5000
NOBODY = 'http://127.0.0.1:9'  # no server: the copy alone
ORIGINAL_PURCHASES = 60  # a second on SQLite, the Django original on the same kind of machine


class Server:
    """A server of its own in a folder, with the demonstration catalogue."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(
            os.environ, DATABASE_URL=f'sqlite:///{folder}/etickets.sqlite3',
            ETICKETS_SIGNING_KEY_FILE=f'{folder}/signing.key', ETICKETS_LOG_LEVEL='warning',
            ETICKETS_REQUESTS_PER_MINUTE='0', ETICKETS_SIGNUPS_PER_MINUTE='0')
        start = time.monotonic()
        self.process = subprocess.Popen(
            [BUILD / 'server/etickets-server', 'serve', '--listen', '127.0.0.1:0'], env=self.environment,
            stdout=subprocess.PIPE, text=True)
        self.port = read_port(self.process)
        self.call('GET', '/health/')
        self.start_ms = (time.monotonic() - start) * 1000
        self.command('seed-offers')

    def command(self, *words):
        subprocess.run([BUILD / 'server/etickets-server', *words], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def call(self, method, path, body=None, token=None):
        request = urllib.request.Request(f'http://127.0.0.1:{self.port}{path}', method=method,
                                         data=json.dumps(body).encode() if body is not None else None)
        if token:
            request.add_header('Authorization', 'Bearer ' + token)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def sign_up(self, count):
        """Bearer tokens of that many new customers, in a file."""
        tokens = [self.call('POST', '/api/accounts/signup/',
                            {'username': f'customer{i}', 'password': 'plum velvet harbour 27'})['token']
                  for i in range(count)]
        path = self.folder / 'tokens'
        path.write_text('\n'.join(tokens))
        return path

    def hot_offer(self):
        """The Solo for athletics, its quota lifted so that a bench never sells out."""
        offer = next(o for o in self.call('GET', '/api/offers/') if o['name'] == 'Ticket Solo - Athlétisme')
        subprocess.run(['sqlite3', self.folder / 'etickets.sqlite3',
                        f'UPDATE offers SET quota = NULL WHERE id = {offer["id"]}'], check=True)
        return offer['id']

    def load(self, tokens, scenario, offer=0):
        """Median figures of the runs."""
        runs = [json.loads(subprocess.run(
            [BUILD / 'tests/bench/et-load', '127.0.0.1', self.port, SECONDS, str(CLIENTS), scenario, tokens,
             str(offer)], check=True, capture_output=True, text=True).stdout) for _ in range(RUNS)]
        return {name: statistics.median(run[name] for run in runs) for name in runs[0]}

    def pss_mib(self):
        return pss_kib(self.process) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def first_window_ms(url, folder):
    """From exec to the window on screen, on a display of its own; median of the runs."""
    script = f'''
      start=$(date +%s%N)
      {BUILD}/src/etickets --server {url} --data-dir {folder}/client >/dev/null 2>&1 &
      app=$!
      xdotool search --sync --onlyvisible --name eTickets >/dev/null
      echo $((($(date +%s%N) - start) / 1000))
      kill $app; wait $app 2>/dev/null'''
    environment = dict(os.environ, GSK_RENDERER='cairo', GDK_BACKEND='x11', GTK_A11Y='none',
                       GSETTINGS_BACKEND='memory', HOME=str(folder), XDG_RUNTIME_DIR=str(folder))
    times = []
    for _ in range(RUNS):
        done = subprocess.run(['xvfb-run', '-a', 'dbus-run-session', '--', 'sh', '-c', script], env=environment,
                              capture_output=True, text=True, timeout=60)
        times.append(int(done.stdout.split()[0]) / 1000)
    return statistics.median(times)


def read_port(process):
    return next(line for line in process.stdout if line.startswith('Listening')).rsplit(':', 1)[1].strip(' /\n')


def pss_kib(process):
    rollup = pathlib.Path(f'/proc/{process.pid}/smaps_rollup').read_text()
    return int(next(line for line in rollup.splitlines() if line.startswith('Pss:')).split()[1])


def live_kib(command, environment, count):
    """Memory of one idle WebSocket in the server that @command starts, as the mean of many."""
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    port = read_port(server)
    before = pss_kib(server)
    load = subprocess.Popen([BUILD / 'tests/bench/et-live-load', port, str(count)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    assert load.stdout.readline() == 'ready\n'
    after = pss_kib(server)
    load.communicate('\n', timeout=60)
    server.terminate()
    server.wait(timeout=60)
    return (after - before) / count


def live_figures(folder):
    environment = dict(
        os.environ, DATABASE_URL=f'sqlite:///{folder}/live.sqlite3', ETICKETS_LOG_LEVEL='warning',
        ETICKETS_SIGNING_KEY_FILE=f'{folder}/live.key', ETICKETS_REQUESTS_PER_MINUTE='0',
        ETICKETS_MAX_CONNECTIONS='20000', ETICKETS_MAX_CONNECTIONS_PER_ADDRESS='0',
        ETICKETS_MAX_LIVE_PER_ADDRESS='0')
    return {'ours_kib': live_kib([BUILD / 'server/etickets-server', 'serve', '--listen', '127.0.0.1:0'], environment, SOCKETS),
            'bare_kib': live_kib([BUILD / 'tests/bench/et-live-bare'], environment, SOCKETS)}


def desk_run(folder):
    """The application on a copy that is full, through its pages, on a display of its own."""
    environment = dict(os.environ, GTK_A11Y='none')
    start = ('import os, sys, time; os.environ["ET_STARTED_US"] = str(time.monotonic_ns() // 1000); '
             'os.execv(sys.argv[1], sys.argv[1:])')
    done = subprocess.run(
        [SOURCE / 'tests/support/xrun', '/usr/bin/python3', '-c', start, BUILD / 'tests/bench/et-desk', NOBODY, folder],
        env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=300)
    return json.loads(done.stdout)


def desk_figures(folder):
    subprocess.run([BUILD / 'tests/bench/et-desk-fill', NOBODY, folder, str(OFFERS), str(TICKETS)], check=True)
    runs = [desk_run(folder) for _ in range(RUNS)]
    return {
        'live_change_ms': live_change_ms(),
        'first_frame_ms': statistics.median(run['first_frame_ms'] for run in runs),
        'start_turn_ms': statistics.median(run['start_turn_ms'] for run in runs),
        'long_turns': statistics.median(run['long_turns'] for run in runs),
        'store_ms': statistics.median(run['store_ms'] for run in runs),
        'pss_mib': max(run[page]['pss_mib'] for run in runs for page in ('offers', 'tickets')),
    } | {f'{page}_{name}': statistics.median(run[page][name] for run in runs)
         for page in ('offers', 'tickets') for name in runs[0]['offers']}


def live_change_ms():
    """From the server's answer to an administrator until a customer's window says it, at most."""
    done = subprocess.run([SOURCE / 'tests/support/xrun', BUILD / 'tests/ui/test-ui-live'], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120)
    return max(int(ms) for ms in re.findall(r'live: shown after (\d+) ms', done.stdout))


def sheet_figures():
    runs = [json.loads(subprocess.run([BUILD / 'tests/bench/et-sheet', str(SHEET)], check=True, capture_output=True,
                                      text=True).stdout) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def show_sheet(sheet):
    show('a ticket laid out and drawn into a PDF', f'{sheet["ticket_ms"]:.2f}', 'ms', '5')
    show(f'{SHEET} tickets as a PDF of A4 pages of four', f'{sheet["sheet_ms"]:.0f}', 'ms', '3000',
         f'{sheet["size_kib"] / 1024:.1f} MiB long')
    show('memory at most while they are drawn', f'{sheet["peak_mib"]:.0f}', 'MiB', '150')


def show_desk(desk):
    show(f'application with {TICKETS} tickets: start to first frame', f'{desk["first_frame_ms"]:.0f}', 'ms', '500')
    show(f'first page of {OFFERS} offers from the store', f'{desk["store_ms"]:.0f}', 'ms', '100')
    show('longest turn of the main loop after the first frame', f'{desk["start_turn_ms"]:.0f}', 'ms', '50',
         'computing, GTK included')
    show('turns over 50 ms until the end, scrolling included', f'{desk["long_turns"]:.0f}', '', '0',
         'reported by the watchdog')
    for page, of in (('offers', OFFERS), ('tickets', TICKETS)):
        show(f'{page}: opened, of {of}', f'{desk[page + "_open_ms"]:.0f}', 'ms', '100',
             f'longest turn {desk[page + "_open_turn_ms"]:.0f} ms')
        show(f'{page}: our own code in a turn while scrolling', f'{desk[page + "_scroll_own_ms"]:.1f}', 'ms', '16',
             f'with GTK {desk[page + "_scroll_turn_ms"]:.0f} ms at most')
    show('live change shown', f'{desk["live_change_ms"]:.0f}', 'ms', '1000', 'from the server\'s answer to the change')
    show('application: memory with both open (PSS)', f'{desk["pss_mib"]:.0f}', 'MiB', '200')


def show(name, value, unit, target='', beside=''):
    print(f'{name:<52}{value:>12} {unit:<6}{target:>12}  {beside}')


def bench_desk():
    with tempfile.TemporaryDirectory() as name:
        show_desk(desk_figures(pathlib.Path(name)))


def main():
    figures = {'cores': os.cpu_count(), 'runs': RUNS, 'seconds': SECONDS, 'clients': CLIENTS}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Server(folder)
        figures['start_ms'] = server.start_ms
        figures['pss_at_rest_mib'] = server.pss_mib()
        tokens = server.sign_up(CLIENTS)
        offer = server.hot_offer()
        figures['health'] = server.load(tokens, 'health')
        figures['offers'] = server.load(tokens, 'offers')
        figures['purchase'] = server.load(tokens, 'purchase', offer)
        figures['pss_under_load_mib'] = server.pss_mib()
        figures['window_ms'] = first_window_ms(f'http://127.0.0.1:{server.port}', folder)
        server.command('check')
        server.stop()

    with tempfile.TemporaryDirectory() as name:
        figures['live'] = live_figures(pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        figures['desk'] = desk_figures(pathlib.Path(name))

    figures['sheet'] = sheet_figures()

    bare = figures['health']['per_second']
    print(f'{os.cpu_count()} cores, {CLIENTS} clients on the same machine, medians of {RUNS} runs of {SECONDS} s\n')
    print(f'{"":<52}{"measured":>12} {"":<6}{"ratio":>12}')
    show('GET /health/, the bare route', f'{bare:.0f}', '/s', '1.00')
    show('GET /api/offers/, 36 offers', f'{figures["offers"]["per_second"]:.0f}', '/s',
         f'{figures["offers"]["per_second"] / bare:.2f}')
    purchase = figures['purchase']
    show('purchase: add to cart, then checkout, durable', f'{purchase["per_second"]:.0f}', '/s',
         f'{purchase["per_second"] / bare:.2f}',
         f'{purchase["per_second"] / ORIGINAL_PURCHASES:.0f} × the original; p50 {purchase["p50_ms"]:.1f} ms, '
         f'p99 {purchase["p99_ms"]:.1f} ms, {purchase["errors"]:.0f} errors')
    show('server: exec to first answer', f'{figures["start_ms"]:.0f}', 'ms')
    show('server: memory at rest (PSS)', f'{figures["pss_at_rest_mib"]:.1f}', 'MiB')
    show('server: memory under load (PSS)', f'{figures["pss_under_load_mib"]:.1f}', 'MiB')
    live = figures['live']
    show(f'server: an idle WebSocket of {SOCKETS}', f'{live["ours_kib"]:.2f}', 'KiB',
         f'{live["ours_kib"] / live["bare_kib"]:.2f}', f'a bare SoupWebsocketConnection: {live["bare_kib"]:.2f} KiB')
    show('application: exec to window', f'{figures["window_ms"]:.0f}', 'ms')
    show_desk(figures['desk'])
    show_sheet(figures['sheet'])
    (BUILD / 'bench.json').write_text(json.dumps(figures, indent=2) + '\n')


if SECONDS == 'desk':
    bench_desk()
else:
    main()
