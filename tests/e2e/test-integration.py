#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The application on a private session bus: search, reminders, links, and a bright screen.

Usage: test-integration.py SERVER APPLICATION CLI SERVICE_FILE SEARCH_PROVIDER [DATA_FOLDER]

DATA_FOLDER: that of an application in a sandbox, which speaks to the desktop by portals. A step that fails ends the run. Results are printed as TAP.
"""
import configparser
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

from desktop import Desktop, children, wait_for
from portals import PortalShell
from session_bus import IDLE, Shell
from ticket_server import TicketServer

from gi.repository import Atspi, GLib

SERVER, APPLICATION, CLI, SERVICE_FILE, SEARCH_PROVIDER = sys.argv[1:6]
IS_SANDBOXED = len(sys.argv) > 6
DATA_FOLDER = pathlib.Path(sys.argv[6] if IS_SANDBOXED else os.environ['XDG_DATA_HOME'])
OFFER = 'Ticket Duo - Natation'
PASSWORD = 'plum velvet harbour 27'


class Activated(Desktop):
    """The application that the bus has started."""

    def __init__(self, shell):
        self.process = self
        self.id = shell.process_id()
        self.root = wait_for(self._find, 'the window')
        self.frame = self.root.get_child_at_index(0)

    def poll(self):
        return None if pathlib.Path(f'/proc/{self.id}').exists() else 'a signal'

    def _find(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application and application.get_process_id() == self.id and application.get_child_count():
                return application
        return None


class Journey:
    def __init__(self, folder):
        self.folder = folder
        self.server = TicketServer(SERVER, folder)
        self.server.command('seed-offers')
        self.environment = {'ETICKETS_SERVER': self.server.url}
        if not IS_SANDBOXED:
            self.environment |= {'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PASSWORD': 'of this test',
                                 'SECRET_FILE_TEST_PATH': str(folder / 'keyring')}
        os.environ |= self.environment
        self.shell = (PortalShell if IS_SANDBOXED else Shell)('org.etickets.Desktop')
        self.desktop = None
        for words in (('signup', '--username', 'zoe'), ('sync',), ('cart', 'add', self.find_offer()),
                      ('checkout', '--card', '4242424242424242'), ('sync',)):
            self.cli(*words)
        self.ticket = self.begin_tomorrow()

    def cli(self, *words):
        return subprocess.run([CLI, *words], input=PASSWORD + '\n' + PASSWORD + '\n', text=True,
                              check=True, stdout=subprocess.PIPE).stdout

    def find_offer(self):
        database = sqlite3.connect(self.folder / 'etickets.sqlite3')
        offer, = database.execute('SELECT id FROM offers WHERE name = ?', (OFFER,)).fetchone()
        database.close()
        return str(offer)

    def begin_tomorrow(self):
        """The ticket's event begins in five hours, whatever the day of the test."""
        path, = DATA_FOLDER.glob('etickets/*/account-*/copy.db')
        copy = sqlite3.connect(path)
        now = int(time.time() * 1000)
        copy.execute('UPDATE tickets SET starts_at = ?, valid_until = ?', (now + 5 * 3600000, now + 9 * 3600000))
        number, = copy.execute('SELECT short_number FROM tickets').fetchone()
        copy.commit()
        copy.close()
        return number

    @property
    def link(self):
        return f'etickets:ticket/{self.ticket}'

    def close(self):
        if self.shell.is_running():
            os.kill(self.shell.process_id(), signal.SIGTERM)
        self.server.stop()


def search(journey):
    """The bus starts the application for a search, which finds the ticket first"""
    provider = configparser.ConfigParser()
    provider.read(SEARCH_PROVIDER)
    section = provider['Shell Search Provider']
    assert section['BusName'] == journey.shell.bus_name
    assert section['ObjectPath'] == journey.shell.path + '/SearchProvider'
    journey.shell.install(SERVICE_FILE, journey.environment, None if IS_SANDBOXED else APPLICATION)
    found = journey.shell.search('GetInitialResultSet', '(as)', ['natation'])
    assert found[0] == journey.link, found
    assert all(result.startswith('etickets:offer/') for result in found[1:]) and len(found) > 1, found
    narrowed = journey.shell.search('GetSubsearchResultSet', '(asas)', found, ['natation', journey.ticket])
    assert narrowed == [journey.link], narrowed


def describe(journey):
    """Results are described by event, day and place"""
    offer, = journey.shell.search('GetInitialResultSet', '(as)', ['solo', 'aviron'])
    metas = journey.shell.search('GetResultMetas', '(as)', [journey.link, offer, 'etickets:ticket/NONE-1'])
    assert [meta['id'] for meta in metas] == [journey.link, offer], metas
    assert metas[0]['name'] == 'Natation : deux journées à La Défense', metas
    assert metas[0]['description'].startswith('Your ticket: '), metas
    assert metas[0]['clipboardText'] == journey.ticket, metas
    assert metas[1]['name'] == 'Ticket Solo - Aviron', metas
    assert metas[1]['gicon'] == 'org.etickets.Desktop', metas


def remind(journey):
    """A notification tells of the ticket, without a window"""
    shell = journey.shell
    wait_for(lambda: shell.notifications, 'the reminder')
    name, notification = shell.notifications[0]
    assert name.startswith('ticket-'), name
    assert notification['title'] == 'Natation : deux journées à La Défense', notification
    assert notification['default-action'] == 'app.open-link', notification
    assert notification['default-action-target'] == journey.link, notification


def remind_once(journey):
    """Started anew, the application does not tell it again"""
    shell = journey.shell
    os.kill(shell.process_id(), signal.SIGTERM)
    wait_for(lambda: not shell.is_running(), 'the end of the application')
    shell.search('GetInitialResultSet', '(as)', ['natation'])
    time.sleep(1)
    assert len(shell.notifications) == 1, shell.notifications


def ask_portals(journey):
    """Of the portals, the sandbox asked for its secret, and to start with the session to remind"""
    shell = journey.shell
    assert shell.secrets > 0
    assert (DATA_FOLDER / 'keyrings/default.keyring').exists(), 'the token is not in the keyring'
    assert shell.background, 'nobody asked to run in the background'
    assert shell.background[-1]['autostart'] and shell.background[-1]['reason'], shell.background
    assert shell.background[-1]['commandline'] == ['etickets', '--gapplication-service'], shell.background


def open_reminder(journey):
    """A click on the notification opens the ticket"""
    notification = journey.shell.notifications[0][1]
    action = notification['default-action'].removeprefix('app.')
    journey.shell.activate(action, GLib.Variant('s', notification['default-action-target']))
    journey.desktop = Activated(journey.shell)
    journey.desktop.find('image', 'QR code of the ticket')


def stay_bright(journey):
    """The screen stays bright while the ticket shows at the entrance, and no longer"""
    shell, desktop = journey.shell, journey.desktop
    desktop.press('Show at the Entrance')
    entrance = desktop.find_window('Ticket')
    wait_for(lambda: shell.inhibitors, 'the inhibition')
    assert list(shell.inhibitors.values()) == [IDLE], shell.inhibitors
    entrance.press('Close')
    wait_for(lambda: not shell.inhibitors, 'the end of the inhibition')


def follow_link(journey):
    """A link of a saved document opens what it leads to in the window that is there"""
    offer, = journey.shell.search('GetInitialResultSet', '(as)', ['solo', 'aviron'])
    journey.shell.open(offer)
    journey.desktop.find('push button', 'Add Ticket Solo - Aviron')
    journey.shell.open(journey.link)
    journey.desktop.find('image', 'QR code of the ticket')


def refuse_link(journey):
    """A link to what the copy does not hold says so"""
    journey.shell.open('etickets:ticket/NOBODY-1')
    journey.desktop.find('label', 'That is not in the copy of whoever is signed in here')


def launch_search(journey):
    """The search goes on in the application"""
    journey.shell.search('LaunchSearch', '(asu)', ['aviron', 'solo'], 0)
    wait_for(lambda: journey.desktop.read('entry', 'Search offers') == 'aviron solo', 'the words')


def act(journey):
    """Actions of the desktop file show their pages"""
    journey.shell.activate('tickets')
    journey.desktop.find('push button', 'All Upcoming Tickets')
    journey.shell.activate('cart')
    journey.desktop.find('label', 'Your Cart Is Empty')


def start(*arguments):
    """A start of the program while it runs: it hands over and ends."""
    subprocess.run([APPLICATION, *arguments], check=True, timeout=60)


def open_other_server(journey):
    """Started for another server, the program opens that in a window of its own, and once"""
    folder = journey.folder / 'other'
    folder.mkdir()
    other = TicketServer(SERVER, folder)
    title = '127.0.0.1 – eTickets'
    try:
        start('--server', other.url)
        window = journey.desktop.find_window(title)
        window.find('label', 'Nothing on Sale')
        start('--server', other.url, 'etickets:ticket/NOBODY-1')
        window.find('label', 'That is not in the copy of whoever is signed in here')
        start('--server', journey.server.url, journey.link)
        journey.desktop.find('image', 'QR code of the ticket')
        journey.desktop.root.clear_cache()
        names = sorted(window.get_name() for window in children(journey.desktop.root))
        assert names == [title, 'eTickets'], names
    finally:
        other.stop()


def print_ticket(journey):
    """Through the wall of the sandbox, the ticket reaches the printer"""
    subprocess.run(['lpadmin', '-d', 'Office'], check=True)
    journey.shell.open(journey.link)
    journey.desktop.press('Print…')
    journey.desktop.find_window('Print').press('Print')
    tray = pathlib.Path(os.environ['ET_PRINTED_FOLDER']) / 'Office'
    page, = wait_for(lambda: list(tray.glob('*.pdf')), 'the page')
    printed = subprocess.run(['pdftotext', page, '-'], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert journey.ticket in printed, printed


STEPS = [search, describe, remind, remind_once, open_reminder, stay_bright, follow_link, refuse_link,
         launch_search, act]
if not IS_SANDBOXED:
    STEPS += [open_other_server]
if IS_SANDBOXED:
    STEPS += [ask_portals, print_ticket]


def run(folder):
    journey = Journey(folder)
    try:
        for number, step in enumerate(STEPS, 1):
            try:
                step(journey)
            except Exception:
                print(f'not ok {number} - {step.__doc__}')
                for line in traceback.format_exc().splitlines():
                    print('#', line)
                if journey.desktop is not None:
                    for line in journey.desktop.describe():
                        print('#', line)
                print('Bail out!', flush=True)
                return 1
            print(f'ok {number} - {step.__doc__}', flush=True)
    finally:
        journey.close()
    return 0


print(f'1..{len(STEPS)}', flush=True)
with tempfile.TemporaryDirectory(prefix='e2e.') as folder_name:
    status = run(pathlib.Path(folder_name))
sys.exit(status)
