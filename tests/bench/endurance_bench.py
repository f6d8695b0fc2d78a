# SPDX-License-Identifier: MIT
"""What scripts/bench does for longer: kills in a storm of purchases, and a soak."""
import http.client
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import time

from server_bench import CLIENTS, SOURCE, Server, fill, sqlite_url
from table import show

CALIBRATION = 4  # seconds
STEP = 10  # seconds between two looks
KIB = 1024


def reliability(build, kills):
    """Each order that a buyer was told of, and each that one was not, is looked at after each kill by
    the test itself: a line of the table says how many there were, a fault ends the run."""
    for database in ('sqlite', 'postgres', 'mariadb'):
        words = [build / 'tests/server/test-server-kill', '-p', '/kill/storm']
        if database != 'sqlite':
            words = [SOURCE / 'tests/support/dbrun', database] + words
        start = time.monotonic()
        done = subprocess.run(words, env=dict(os.environ, ET_TEST_KILLS=str(kills)), stdout=subprocess.PIPE, text=True)
        storms = re.findall(r'Killed: (\d+) orders told of, (\d+) paid', done.stdout)
        if done.returncode != 0 or len(storms) != kills:
            raise RuntimeError(f'{database}: {done.stdout[-2000:]}')
        show(f'kills in a storm, {database}', len(storms), '', str(kills),
             f'{storms[-1][0]} orders told of, {storms[-1][1]} paid at the last kill; none lost, doubled or half; '
             f'{time.monotonic() - start:.0f} s')


def read_metrics(server):
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=30)
    connection.request('GET', '/metrics')
    text = connection.getresponse().read().decode()
    connection.close()
    return {name: float(value) for name, value in re.findall(r'^(\w+) ([0-9.e+]+)$', text, re.M)}


class Watch:
    """Looks at a server from time to time while it is under load."""

    def __init__(self, server):
        self.server, self.is_over, self.descriptors, self.log = server, threading.Event(), [], []
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.is_over.wait(STEP):
            metrics = read_metrics(self.server)
            self.descriptors.append(metrics['process_open_fds'])
            self.log.append(metrics['etickets_log_bytes'])

    def stop(self):
        self.is_over.set()
        self.thread.join()


def heap_after_drain(server):
    time.sleep(3)
    return read_metrics(server)['etickets_heap_bytes'] / KIB


def soak(build, minutes):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        fill(build, folder, sqlite_url(folder), 36, CLIENTS, 0, 0, 0)
        with Server(build, folder, sqlite_url(folder)) as server:
            buyers = folder / 'buyers'
            rate = server.load(CALIBRATION, 'purchase', buyers)['per_second'] / 2
            watch = Watch(server)
            first = server.load(60, 'purchase', buyers, CLIENTS, rate)
            heap = heap_after_drain(server)
            if minutes > 2:
                server.load((minutes - 2) * 60, 'purchase', buyers, CLIENTS, rate)
            last = server.load(60, 'purchase', buyers, CLIENTS, rate)
            grown = heap_after_drain(server) - heap
            watch.stop()
        subprocess.run([build / 'server/etickets-server', 'check'], env=server.environment, check=True,
                       stdout=subprocess.DEVNULL)
    show(f'soak: {minutes} minutes of purchases at half of the most', rate, '/s', '', 'the books are in order afterwards')
    show('  descriptors: the most against the first look', max(watch.descriptors), '', '≤ 1',
         ratio=max(watch.descriptors) / watch.descriptors[0])
    show('  live heap: growth from minute 1 to the last', grown, 'KiB', '≤ 256', f'{heap:.0f} KiB after minute 1')
    show('  write-ahead log at most', max(watch.log) / KIB / KIB, 'MiB', '≤ 64')
    show('  p99 in the last minute against the first', last['p99_ms'], 'ms', '≤ 1.2', f'first {first["p99_ms"]:.1f} ms',
         ratio=last['p99_ms'] / first['p99_ms'])
