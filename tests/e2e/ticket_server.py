# SPDX-License-Identifier: MIT
"""The real server on a free port, with a database of its own."""
import os
import re
import subprocess
import time

DEADLINE = 90  # seconds


class TicketServer:
    """Starts at once; stop() and start() keep the address, as a server that comes back does."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.address = '127.0.0.1:0'
        self.process = None
        self.environment = os.environ | {
            'DATABASE_URL': f'sqlite:///{folder}/etickets.sqlite3',
            'ETICKETS_SIGNING_KEY_FILE': f'{folder}/signing.key',
        }
        self.start()

    @property
    def url(self):
        return f'http://{self.address}'

    def _find_address(self):
        told = (self.folder / 'server.out').read_text(encoding='utf-8')
        listening = re.search(r'^Listening on http://(\S+?)/*$', told, re.M)
        return listening and listening[1]

    def start(self):
        with open(self.folder / 'server.out', 'wb') as out, open(self.folder / 'server.log', 'ab') as log:
            self.process = subprocess.Popen([self.program, 'serve', '--listen', self.address],
                                            env=self.environment, stdout=out, stderr=log)
        end = time.monotonic() + DEADLINE
        while not self._find_address():
            assert self.process.poll() is None and time.monotonic() < end, 'the server did not start'
            time.sleep(0.1)
        self.address = self._find_address()

    def command(self, *words, typed=None):
        """Runs one of the operator's commands beside the server; typed: what it asks for."""
        subprocess.run([self.program, *words], env=self.environment, input=typed, text=True,
                       stdout=subprocess.DEVNULL, check=True)

    def stop(self):
        """Waits for the end, which is clean."""
        self.process.terminate()
        status = self.process.wait(DEADLINE)
        assert status == 0, f'the server ended with {status}'
