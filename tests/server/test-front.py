#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Puts the real programs before the real server, as server/data has it, printed as TAP.

Usage: test-front.py SERVER SOURCE SERVICE
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import tomllib

SERVER, DATA, SERVICE = sys.argv[1], pathlib.Path(sys.argv[2]) / 'server/data', sys.argv[3]
NAME = 'tickets.example'
DUE = 10  # seconds, against hanging

# Each could be one request to one reader and two, or another, to the next.
ODD = [
    b'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\nGET /smuggled HTTP/1.1\r\nX: ',
    b'Content-Length: 47\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n',
    b'Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    b'Transfer-Encoding: xchunked\r\nContent-Length: 40\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n12345',
    b'Content-Length: 0\r\nContent-Length: 40\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n12345',
    b'Content-Length: +40\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n12345',
    b'Content-Length: 0\nX: y\r\n\r\n',
    b'X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    b'Host: other.example\r\nContent-Length: 0\r\n\r\n',
    b'Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n',
]


def free_port():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        return taken.getsockname()[1]


def wait_for(port):
    for _ in range(DUE * 50):
        try:
            socket.create_connection(('127.0.0.1', port)).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f'nobody listens on {port}')


class Server:
    """The real server with a database of its own, behind a proxy of this machine."""

    def __init__(self, folder, listening=None):
        self.folder, self.port = folder, free_port()
        self.listening = listening
        self.start()

    def settings(self):
        return dict(os.environ, LC_ALL='C.UTF-8', DATABASE_URL=f'sqlite:///{self.folder}/db.sqlite3',
                    ETICKETS_LISTEN=f'127.0.0.1:{self.port}', ETICKETS_ALLOWED_HOSTS=NAME,
                    ETICKETS_TRUSTED_PROXIES='127.0.0.1', ETICKETS_LOG_LEVEL='info', ETICKETS_ENV='production',
                    ETICKETS_REQUESTS_PER_MINUTE='0', ETICKETS_MIGRATE='1')

    def start(self):
        env = self.settings()
        if not (self.folder / 'signing-keys').exists():
            for command in 'migrate', 'generate-key':
                subprocess.run([SERVER, command], env=env, check=True, stdout=subprocess.DEVNULL)

        def hand_over():
            os.dup2(self.listening.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(env, LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', LISTEN_FDNAMES='http')
            os.execv(SERVER, [SERVER, 'serve'])

        log = open(self.folder / 'server.log', 'a')
        if self.listening is None:
            self.process = subprocess.Popen([SERVER, 'serve'], env=env, stdout=log, stderr=log)
            wait_for(self.port)
        else:
            self.process = subprocess.Popen(['true'], preexec_fn=hand_over, stdout=log, stderr=log, close_fds=False)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(DUE) == 0, 'the server did not end well'

    def log(self):
        return (self.folder / 'server.log').read_text()


class Proxy:
    """nginx or HAProxy with our configuration, at ports of this test."""

    def __init__(self, name, folder, server_port):
        self.name, self.folder = name, folder
        self.clear, self.secure = free_port(), free_port()
        path = folder / name
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-days', '2', '-keyout', folder / 'privkey.pem', '-out', folder / 'fullchain.pem',
                        '-subj', f'/CN={NAME}'], check=True, stderr=subprocess.DEVNULL)
        pem = (folder / 'fullchain.pem').read_text() + (folder / 'privkey.pem').read_text()
        (folder / 'haproxy.pem').write_text(pem)
        path.write_text(self.configure(server_port))
        if name == 'nginx':
            (folder / 'logs').mkdir(exist_ok=True)
            words = ['nginx', '-p', str(folder), '-c', str(path)]
            check, run = words + ['-t'], words + ['-g', 'daemon off;']
        else:
            words = ['haproxy', '-f', str(path)]
            check, run = words + ['-c'], words + ['-db']
        done = subprocess.run(check, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        self.process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.secure)

    def configure(self, server_port):
        text = (DATA / ('nginx.conf' if self.name == 'nginx' else 'haproxy.cfg')).read_text()
        for old, new in (('/etc/ssl/tickets.example/', f'{self.folder}/'), ('127.0.0.1:8000', f'127.0.0.1:{server_port}'),
                         ('listen 80;', f'listen 127.0.0.1:{self.clear};'),
                         ('listen 443 ', f'listen 127.0.0.1:{self.secure} '),
                         ('bind :80\n', f'bind 127.0.0.1:{self.clear}\n'),
                         ('bind :443 ', f'bind 127.0.0.1:{self.secure} ')):
            text = text.replace(old, new)
        if self.name != 'nginx':
            return text
        return (f'user root; worker_processes 2; pid {self.folder}/nginx.pid; error_log {self.folder}/error.log;\n'
                f'events {{ }}\nhttp {{ access_log off; client_body_temp_path {self.folder}/body;\n'
                f'proxy_temp_path {self.folder}/proxy; fastcgi_temp_path {self.folder}/fastcgi;\n'
                f'uwsgi_temp_path {self.folder}/uwsgi; scgi_temp_path {self.folder}/scgi;\n{text}\n}}\n')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(DUE)

    def connect(self):
        trusting = ssl._create_unverified_context()
        trusting.set_alpn_protocols(['http/1.1'])
        plain = socket.create_connection(('127.0.0.1', self.secure), DUE)
        return trusting.wrap_socket(plain, server_hostname=NAME)

    def ask(self, method, path, headers=None, body=None):
        return self.talk(self.connect(), method, path, headers, body)

    def ask_in_the_clear(self, path):
        return self.talk(socket.create_connection(('127.0.0.1', self.clear), DUE), 'GET', path)

    def say(self, text):
        """The status of the answer to a text as it is, which may be given before all of it was read."""
        with self.connect() as sock:
            sock.sendall(text.replace('{NAME}', NAME).encode())
            return int(sock.recv(4096).split()[1])

    @staticmethod
    def talk(sock, method, path, headers=None, body=None):
        connection = http.client.HTTPConnection(NAME)
        connection.sock = sock
        connection.request(method, path, body, dict({'Host': NAME}, **(headers or {})))
        answer = connection.getresponse()
        text = answer.read()
        sock.close()
        return answer.status, answer.headers, text


def equal(got, expected):
    assert got == expected, f'{got!r} instead of {expected!r}'


def check_requests(proxy, server):
    status, headers, text = proxy.ask('GET', '/health/')
    equal((status, json.loads(text)['status']), (200, 'ok'))
    equal(headers['Strict-Transport-Security'], 'max-age=31536000; includeSubDomains')
    equal(proxy.ask('GET', '/api/offers/')[0], 200)
    equal(proxy.ask('POST', '/api/accounts/signup/', body='{"username":"x"}')[0], 400)


def check_address(proxy, server):
    """Whoever claims to be somebody else is known as who he is."""
    equal(proxy.ask('POST', '/api/accounts/logout/', {'X-Forwarded-For': '6.6.6.6'}, '{}')[0], 401)
    assert '"client":"127.0.0.1"' in server.log() and '6.6.6.6' not in server.log(), server.log()


def check_clear(proxy, server):
    status, headers, _ = proxy.ask_in_the_clear('/?a=b')
    equal((status, headers['Location']), (308, f'https://{NAME}/?a=b'))
    status, _, text = proxy.ask_in_the_clear('/api/offers/')
    equal((status, json.loads(text)['code']), (403, 'https_required'))


def check_private_pages(proxy, server):
    for path in '/metrics', '/metrics/', '/ready', '/ready/':
        equal(proxy.ask('GET', path)[0], 404)


def check_sizes(proxy, server):
    equal(proxy.say('POST /api/cart/add/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 65537\r\n\r\n'), 413)
    equal(proxy.say('GET / HTTP/1.1\r\nHost: {NAME}\r\nX-Long: ' + 'x' * 16000 + '\r\n\r\n'), 400)


def check_websocket(proxy, server):
    with proxy.connect() as sock:
        sock.sendall(f'GET /api/sync/live/ HTTP/1.1\r\nHost: {NAME}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
                     'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'.encode())
        answer = sock.recv(4096)
    assert answer.startswith(b'HTTP/1.1 101 '), answer


def check_smuggling(proxy, server):
    """After each odd request others get the answers to their own."""
    for odd in ODD:
        with proxy.connect() as sock:
            sock.sendall(f'POST /api/cart/clear/ HTTP/1.1\r\nHost: {NAME}\r\n'.encode() + odd)
            sock.settimeout(0.3)
            try:
                while sock.recv(4096):
                    pass
            except OSError:
                pass
        for _ in range(4):
            status, _, text = proxy.ask('GET', '/health/')
            assert (status, json.loads(text)['status']) == (200, 'ok'), (odd, status, text)


class Front:
    """A server and the proxy before it, for all checks of that proxy."""

    def __init__(self, name):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='etickets-test-'))
        self.server = Server(self.folder)
        self.proxy = Proxy(name, self.folder, self.server.port)
        if name == 'haproxy':
            time.sleep(0.2)  # until the process was found to be ready

    def close(self):
        self.proxy.stop()
        self.server.stop()
        shutil.rmtree(self.folder)


def check_activation(folder):
    """The port stays while the server starts anew: who comes meanwhile waits, and is served."""
    with socket.socket() as listening:
        listening.bind(('127.0.0.1', 0))
        listening.listen(64)
        port = listening.getsockname()[1]
        server = Server(folder, listening)
        equal(ask_plainly(port), 200)
        server.stop()
        waiting = socket.create_connection(('127.0.0.1', port), DUE)
        waiting.sendall(f'GET /health/ HTTP/1.1\r\nHost: {NAME}\r\n\r\n'.encode())
        server.start()
        assert waiting.recv(4096).startswith(b'HTTP/1.1 200 '), 'the answer is another one'
        waiting.close()
        server.stop()


def check_entry_point(folder):
    """Twice: the second time everything is there already."""
    port = free_port()
    env = dict(os.environ, LC_ALL='C.UTF-8', PATH=f'{pathlib.Path(SERVER).parent}:{os.environ["PATH"]}',
               DATABASE_URL=f'sqlite:///{folder}/db.sqlite3', ETICKETS_SIGNING_KEY_FILE=f'{folder}/signing-keys',
               ETICKETS_LISTEN=f'127.0.0.1:{port}', ETICKETS_ALLOWED_HOSTS='127.0.0.1', ETICKETS_SEED='1',
               ETICKETS_ADMIN_USERNAME='root', ETICKETS_ADMIN_PASSWORD='battery staple horse', TMPDIR=str(folder))
    for _ in range(2):
        process = subprocess.Popen([DATA / 'entrypoint', 'serve'], env=env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        wait_for(port)
        connection = http.client.HTTPConnection('127.0.0.1', port, timeout=DUE)
        connection.request('GET', '/api/offers/')
        assert len(json.loads(connection.getresponse().read())) > 10, 'there is no catalogue'
        connection.request('POST', '/api/accounts/login/', '{"username":"root","password":"battery staple horse"}')
        equal(json.loads(connection.getresponse().read())['account']['role'], 'admin')
        subprocess.run([DATA / 'healthcheck'], env=env, check=True)
        process.terminate()
        equal(process.wait(DUE), 0)
    assert subprocess.run([DATA / 'healthcheck'], env=env).returncode == 1, 'nobody is healthy'


def check_hosting(folder):
    """What cannot be run here can at least be read, and says the same as the server."""
    fly = tomllib.loads((DATA / 'fly.toml').read_text())
    known = subprocess.run([SERVER, '--help'], env=dict(os.environ, LC_ALL='C'), capture_output=True, text=True).stdout
    for name in list(fly['env']) + re.findall(r'^      (ETICKETS_\w+|DATABASE_URL):', (DATA / 'compose.yaml').read_text(), re.M):
        assert name in known or name in ('ETICKETS_SEED', 'ETICKETS_ADMIN_PASSWORD'), f'nobody knows {name}'
    equal(fly['http_service']['internal_port'], 8000)
    assert 'EXPOSE 8000' in (DATA / 'Containerfile').read_text()


def ask_plainly(port):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=DUE)
    connection.request('GET', '/health/', headers={'Host': NAME})
    return connection.getresponse().status


def check_service(folder):
    """What the service may do is little: at most 1.5 of 10."""
    done = subprocess.run(['systemd-analyze', 'security', '--offline=true', '--threshold=15', SERVICE],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout.splitlines()[-1] + done.stderr


class Report:
    """Prints TAP."""

    def __init__(self, n_checks):
        self.number = self.failed = 0
        print(f'1..{n_checks}', flush=True)

    def run(self, name, check, *arguments):
        self.number += 1
        try:
            check(*arguments)
            print('ok', self.number, name, flush=True)
        except (AssertionError, OSError, subprocess.SubprocessError, ValueError, http.client.HTTPException) as fault:
            self.failed += 1
            print('#', repr(fault)[:2000])
            print('not ok', self.number, name, flush=True)


PROXIES = 'nginx', 'haproxy'
OF_PROXY = (check_requests, check_address, check_clear, check_private_pages, check_sizes, check_websocket, check_smuggling)
ALONE = check_activation, check_entry_point, check_hosting, check_service


def name_of(check):
    return check.__name__.removeprefix('check_').replace('_', ' ')


def main():
    os.environ['PATH'] += ':/usr/sbin'
    report = Report(len(PROXIES) * len(OF_PROXY) + len(ALONE))
    for name in PROXIES:
        front = Front(name)
        for check in OF_PROXY:
            report.run(f'{name} {name_of(check)}', check, front.proxy, front.server)
        front.close()
    for check in ALONE:
        with tempfile.TemporaryDirectory(prefix='etickets-test-') as folder:
            report.run(name_of(check), check, pathlib.Path(folder))
    return 1 if report.failed else 0


sys.exit(main())
