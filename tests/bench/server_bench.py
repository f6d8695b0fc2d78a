#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The server's rows of scripts/bench: each load from one process, on the machine of the server.

On its own, “server_bench.py database BUILD_FOLDER SECONDS” measures checkouts on the database of
ET_TEST_DATABASE_URL, and prints them as JSON.
"""
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from table import show

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RUNS = 5
CLIENTS = 64
TICKETS = 1000000
FAMILY = 10  # tickets of an ordinary large order
GROUP = 1000  # tickets of the largest order
ORIGINAL_PURCHASES = 60  # a second on SQLite, the Django original on the same kind of machine
READS = 500  # a second, to see how long one takes
FREE = {f'ETICKETS_{name}': '0' for name in (
    'REQUESTS_PER_MINUTE', 'SIGNUPS_PER_MINUTE', 'VERIFICATIONS_PER_MINUTE', 'MAX_CONNECTIONS_PER_ADDRESS')}


class Lines:
    """The lines of a file, handed out in parts, since each can be used once. @first: stands before
    each part."""

    def __init__(self, path, first=()):
        self.path = path
        self.lines = path.read_text().split('\n')
        self.first = list(first)
        if first:
            self.lines = [line for line in self.lines if line and line not in first]
        self.next = 0

    def take(self, count):
        part = self.lines[self.next:self.next + count]
        self.next += count
        path = self.path.with_name(f'{self.path.name}-{self.next}')
        path.write_text('\n'.join(self.first + part))
        return path


class Server:
    """A server in a folder that et-fill has filled."""

    def __init__(self, build, folder, url, **settings):
        self.build, self.folder = build, folder
        self.environment = dict(os.environ, DATABASE_URL=url, ETICKETS_SIGNING_KEY_FILE=str(folder / 'signing-keys'),
                                ETICKETS_LOG_LEVEL='warning', **FREE, **settings)
        start = time.monotonic()
        self.process = subprocess.Popen([build / 'server/etickets-server', 'serve', '--listen', '127.0.0.1:0'],
                                        env=self.environment, stdout=subprocess.PIPE, text=True)
        self.port = read_port(self.process)
        self.call('GET', '/api/offers/')
        self.start_ms = (time.monotonic() - start) * 1000

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)

    def call(self, method, path, body=None, token=None, key=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        headers = {'Content-Type': 'application/json'}
        if token:
            headers['Authorization'] = 'Bearer ' + token
        if key:
            headers['Idempotency-Key'] = key
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f'{method} {path}: {answer.status} {text[:300]}')
        return json.loads(text)

    def load(self, seconds, scenario, lines, clients=CLIENTS, rate=0):
        offer = (self.folder / 'offer').read_text()
        return load(self.build, self.port, seconds, scenario, lines, clients, offer, rate)

    def pss_mib(self):
        return pss_kib(self.process) / 1024


def read_port(process):
    return next(line for line in process.stdout if line.startswith('Listening')).rsplit(':', 1)[1].strip(' /\n')


def pss_kib(process):
    rollup = pathlib.Path(f'/proc/{process.pid}/smaps_rollup').read_text()
    return int(next(line for line in rollup.splitlines() if line.startswith('Pss:')).split()[1])


def load(build, port, seconds, scenario, lines, clients=CLIENTS, offer='0', rate=0):
    done = subprocess.run([build / 'tests/bench/et-load', '127.0.0.1', str(port), str(seconds), str(clients), scenario,
                           lines, offer, str(rate)], check=True, stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout)
    if figures['errors'] > 0:
        raise RuntimeError(f'{scenario}: {figures["errors"]} answers were wrong')
    return figures


def median(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def fill(build, folder, url, offers, buyers, carts, tickets, fresh):
    words = [str(number) for number in (offers, buyers, carts, tickets, fresh)]
    subprocess.run([build / 'tests/bench/et-fill', folder, url, *words], check=True, stdout=subprocess.DEVNULL)


def sqlite_url(folder):
    return f'sqlite:///{folder}/etickets.sqlite3'


class Bench:
    def __init__(self, build, seconds):
        self.build, self.seconds = build, seconds
        self.most = 8000 * seconds  # of what no run of that length can use up

    def several(self, run):
        return median([run() for _ in range(RUNS)])

    # What nothing is done for

    def bare(self, server, buyers):
        """Both yardsticks in turns, so that a slow minute of the machine meets both."""
        soup = subprocess.Popen([self.build / 'tests/bench/et-soup-bare', '2'], stdout=subprocess.PIPE, text=True)
        port = read_port(soup)
        runs = [(server.load(self.seconds, 'health', buyers), load(self.build, port, self.seconds, 'health', buyers))
                for _ in range(RUNS)]
        soup.terminate()
        soup.wait()
        ours, stock = median([run[0] for run in runs]), median([run[1] for run in runs])
        show('GET /health/, the bare route', ours['per_second'], '/s')
        show('libsoup\'s own listener, bare handler, 2 threads', stock['per_second'], '/s')
        show('  the bare route against it', ours['per_second'], '/s', '≥ 1.0',
             ratio=ours['per_second'] / stock['per_second'])

    def against_bare(self, name, target, server, run):
        """Each run after one of the bare route, since the machine is not as fast at all times."""
        runs = [(server.load(max(1, self.seconds // 2), 'health', server.folder / 'buyers'), run()) for _ in range(RUNS)]
        bare, figures = median([run[0] for run in runs]), median([run[1] for run in runs])
        show(name, figures['per_second'], '/s', target, f'p50 {figures["p50_ms"]:.1f} ms, p99 {figures["p99_ms"]:.1f} ms; '
             f'bare {bare["per_second"]:.0f}/s', ratio=figures['per_second'] / bare['per_second'])
        return figures['per_second']

    # What is read

    def offers(self, server, buyers):
        self.against_bare('GET /api/offers/, 36 offers', '≥ 0.8', server,
                          lambda: server.load(self.seconds, 'offers', buyers))

    def known_offers(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            fill(self.build, folder, sqlite_url(folder), 1000, 1, 0, 0, 0)
            with Server(self.build, folder, sqlite_url(folder)) as server:
                self.against_bare('GET /api/offers/, 1,000 offers, ETag known', '≥ 0.85', server,
                                  lambda: server.load(self.seconds, 'offers-known', folder / 'buyers'))

    def reads_beside_checkouts(self, server, buyers, carts):
        """Reads at a steady rate, alone and while checkouts come at half of what was measured."""
        def beside():
            part = carts.take(self.most // 2)
            writes = threading.Thread(target=server.load, args=(self.seconds + 1, 'checkout', part, CLIENTS,
                                                                self.checkout_rate / 2))
            writes.start()
            time.sleep(0.5)
            figures = server.load(self.seconds, 'offers', buyers, 8, READS)
            writes.join()
            return figures

        idle = self.several(lambda: server.load(self.seconds, 'offers', buyers, 8, READS))
        busy = self.several(beside)
        show('p99 of reads while checkouts run at half their most', busy['p99_ms'], 'ms', '≤ 3',
             f'alone {idle["p99_ms"]:.2f} ms; {READS} reads a second', ratio=busy['p99_ms'] / idle['p99_ms'])

    # What is written

    def admissions(self, server, gate):
        self.against_bare(f'POST /api/tickets/verify/, fresh of {TICKETS:,}', '≥ 0.4', server,
                          lambda: server.load(self.seconds, 'verify', gate.take(self.most)))

    def checkouts(self, server, carts):
        self.checkout_rate = self.against_bare(
            'checkout of one ticket, one hot offer, durable', '≥ 0.3', server,
            lambda: server.load(self.seconds, 'checkout', carts.take(self.most)))

    def purchases(self, server, buyers):
        runs = {clients: self.several(lambda: server.load(self.seconds, 'purchase', buyers, clients))
                for clients in (CLIENTS, 2 * CLIENTS)}
        for clients, figures in runs.items():
            show(f'purchases (add, then checkout), {clients} clients', figures['per_second'], '/s', '≥ 6000',
                 f'p50 {figures["p50_ms"]:.1f} ms, p99 {figures["p99_ms"]:.1f} ms; '
                 f'{figures["per_second"] / ORIGINAL_PURCHASES:.0f} × the original\'s {ORIGINAL_PURCHASES}')
        return runs[CLIENTS]['per_second']

    def single_commits(self, folder, buyers, together):
        with Server(self.build, folder, sqlite_url(folder), ETICKETS_WRITES_PER_COMMIT='1') as server:
            alone = self.several(lambda: server.load(self.seconds, 'purchase', buyers))['per_second']
        show('purchases with a commit each', alone, '/s')
        show('  group commit against it', together, '/s', '≥ 3', ratio=together / alone)

    # Large orders

    def large_orders(self, folder, carts):
        buyers = (folder / 'buyers').read_text().split()
        offer = int((folder / 'offer').read_text())
        with Server(self.build, folder, sqlite_url(folder), ETICKETS_MAX_QUANTITY='1000', ETICKETS_MAX_TICKETS='1000') as server:
            def buy(count, number):
                server.call('POST', '/api/cart/add/', {'offer_id': offer, 'qty': count}, buyers[number])
                start = time.monotonic()
                server.call('POST', '/api/cart/checkout/', {}, buyers[number], f'{count}-{number}-{time.monotonic_ns()}')
                return (time.monotonic() - start) * 1000

            large = statistics.median(buy(GROUP, 0) for _ in range(RUNS))
            ordinary = statistics.median(sum(buy(FAMILY, i % len(buyers)) for i in range(GROUP // FAMILY))
                                         for _ in range(RUNS))
            show(f'one order of {GROUP:,} tickets', large, 'ms', '≤ 1.0',
                 f'{GROUP // FAMILY} orders of {FAMILY}: {ordinary:.0f} ms', ratio=large / ordinary)
            self.singles_beside(server, carts, lambda: buy(GROUP, 0))

    def singles_beside(self, server, carts, buy_large):
        """Single checkouts at a steady rate, alone and while one large order follows the other."""
        rate = self.checkout_rate / 4

        def singles():
            return server.load(self.seconds, 'checkout', carts.take(self.most // 4), CLIENTS, rate)

        def beside():
            is_over = threading.Event()

            def go_on():
                while not is_over.wait(0.2):
                    buy_large()
            other = threading.Thread(target=go_on)
            other.start()
            figures = singles()
            is_over.set()
            other.join()
            return figures

        alone, busy = self.several(singles), self.several(beside)
        show('  p99 of single checkouts meanwhile', busy['p99_ms'], 'ms', '≤ 3',
             f'without {alone["p99_ms"]:.1f} ms; {rate:.0f} a second, five large orders a second',
             ratio=busy['p99_ms'] / alone['p99_ms'])

    # Other databases

    def databases(self):
        for kind in ('postgres', 'mariadb'):
            done = subprocess.run([SOURCE / 'tests/support/dbrun', '--durable', kind, '/usr/bin/python3', __file__, 'database',
                                   self.build, str(self.seconds)], check=True, stdout=subprocess.PIPE, text=True)
            figures = json.loads(done.stdout.strip().split('\n')[-1])
            show(f'the same checkout on {kind}, plain statements', figures['per_second'], '/s', '≥ 0.2',
                 f'p99 {figures["p99_ms"]:.1f} ms; against SQLite', ratio=figures['per_second'] / self.checkout_rate)

    def all(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            fill(self.build, folder, sqlite_url(folder), 36, 2 * CLIENTS, self.most * (RUNS + 6), TICKETS,
                 self.most * RUNS)
            gate_lines = (folder / 'gate').read_text().split('\n')
            buyers, carts, gate = folder / 'buyers', Lines(folder / 'carts'), Lines(folder / 'gate', gate_lines[:1])
            with Server(self.build, folder, sqlite_url(folder)) as server:
                show(f'start with {TICKETS:,} tickets to the first answer', server.start_ms, 'ms', '≤ 1000')
                show('memory at rest (PSS)', server.pss_mib(), 'MiB', '≤ 25')
                self.bare(server, buyers)
                self.offers(server, buyers)
                self.admissions(server, gate)
                self.checkouts(server, carts)
                together = self.purchases(server, buyers)
                self.reads_beside_checkouts(server, buyers, carts)
                show('memory under load (PSS)', server.pss_mib(), 'MiB', '≤ 100')
            self.single_commits(folder, buyers, together)
            self.large_orders(folder, carts)
        self.known_offers()
        self.databases()


def measure_database(build, seconds):
    """Checkouts on the database server that dbrun started, in a database of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        most = 2500 * seconds
        fill(build, folder, 'new', 36, 1, most * RUNS, 0, 0)
        carts = Lines(folder / 'carts')
        with Server(build, folder, (folder / 'url').read_text()) as server:
            print(json.dumps(median([server.load(seconds, 'checkout', carts.take(most)) for _ in range(RUNS)])))


if __name__ == '__main__':
    measure_database(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
