#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A purchase and an admission in the desktop application, driven from outside its process.

Usage: test-desktop.py SERVER APPLICATION LOCALE_FOLDER

A step that fails ends the run, for the next ones would find another state. The language is that
of the environment (LANGUAGE). Results are printed as TAP.
"""
import gettext
import os
import pathlib
import sys
import tempfile
import traceback

from desktop import Desktop, wait_for
from ticket_server import TicketServer

SERVER, APPLICATION, LOCALE_FOLDER = sys.argv[1:]
LANGUAGE = os.environ['LANGUAGE']
OFFER = 'Ticket Duo - Natation'  # of the demonstration catalogue, valid today
CHEAPEST = 'Ticket Solo - Aviron'
EVENT = 'Natation : deux journées à La Défense'
PRICE = '€85.00' if LANGUAGE == 'en' else '85,00\N{NO-BREAK SPACE}€'
BUYER_PASSWORD = 'plum velvet harbour 27'
STAFF_PASSWORD = 'copper lantern orchard 94'

words = gettext.translation('etickets', LOCALE_FOLDER, [LANGUAGE], fallback=LANGUAGE == 'en')
_, ngettext = words.gettext, words.ngettext


class Journey:
    """What the steps share."""

    def __init__(self, folder):
        self.folder = folder
        self.server = TicketServer(SERVER, folder)
        self.server.command('seed-offers')
        self.server.command('create-account', '--role', 'staff', '--username', 'gate',
                            typed=STAFF_PASSWORD + '\n')
        self.buyer = None
        self.gate = None

    def open(self, person):
        """Starts the application of a person, with a copy and a keyring of her own."""
        home = self.folder / person
        home.mkdir(exist_ok=True)
        os.environ['SECRET_FILE_TEST_PATH'] = str(home / 'keyring')
        return Desktop(APPLICATION, self.server.url, home)

    def close(self):
        for desktop in (self.buyer, self.gate):
            if desktop is not None:
                desktop.close()
        if self.server.process.poll() is None:
            self.server.stop()


def plain(text):
    """A label without its mnemonic."""
    return _(text).replace('_', '')


def browse(journey):
    """The application shows what the server sells"""
    journey.buyer = journey.open('buyer')
    journey.buyer.find('push button', _('Add %s') % CHEAPEST)
    journey.buyer.find('push button', _('Up to date'))
    journey.buyer.assert_named()


def sign_up(journey):
    """A person makes an account"""
    buyer = journey.buyer
    buyer.press(f'{_("Sign In")}, {_("Guest")}')
    form = buyer.find_window(_('Sign In'))
    form.press(_('New Account'), 'page tab')
    form.find('push button', plain('_Create Account'))
    form.assert_named()
    form.fill(_('User name'), 'zoe')
    form.fill(_('New password'), BUYER_PASSWORD)
    form.fill(_('The same password again'), BUYER_PASSWORD)
    form.press(plain('_Create Account'))
    buyer.find('push button', f'zoe, {_("Customer")}')


def fill_cart(journey):
    """An offer that was searched for goes into the cart"""
    buyer = journey.buyer
    buyer.fill(_('Search offers'), 'natation duo', 'entry')
    buyer.press(_('Add %s') % OFFER)
    buyer.find('list item', f'{_("Cart")} 1')
    buyer.open_row(_('Cart'), then=('push button', _('Check Out')))
    buyer.find('label', PRICE)
    buyer.assert_named()


def pay(journey):
    """The card 4242 4242 4242 4242 pays for it"""
    buyer = journey.buyer
    buyer.press(_('Check Out'))
    checkout = buyer.find_window(_('Checkout'))
    checkout.find('push button', _('Pay %s') % PRICE)
    checkout.assert_named()
    checkout.fill(_('Card number'), '4242 4242 4242 4242')
    checkout.fill(_('Expires (MM/YY)'), '12/99')
    checkout.fill(_('Security code'), '123')
    checkout.press(_('Pay %s') % PRICE)
    checkout.find('label', ngettext('%u ticket is yours', '%u tickets are yours', 1) % 1)
    checkout.press(plain('_Open'))
    buyer.find('list item', EVENT, begins=True)


def synchronise(journey):
    """The copy is up to date after a round that was asked for"""
    journey.buyer.press(_('Up to date'))
    journey.buyer.find('push button', _('Up to date'))
    journey.buyer.find('list item', f'{_("My Tickets")} 1')


def open_ticket(journey):
    """My Tickets opens the ticket with its code"""
    buyer = journey.buyer
    buyer.open_row(_('My Tickets'), then=('list item', EVENT, True))
    buyer.open_row(EVENT, then=('image', _('QR code of the ticket')))


def open_ticket_offline(journey):
    """The ticket still opens without a server, after a new start of the application"""
    journey.server.stop()
    journey.buyer.close()
    journey.buyer = buyer = journey.open('buyer')
    buyer.find('push button', _('Offline, copy of %s') % '', begins=True)
    buyer.open_row(_('My Tickets'), then=('list item', EVENT, True))
    buyer.open_row(EVENT, then=('image', _('QR code of the ticket')))
    buyer.press(_('Copy the Ticket Key'))


def sign_in_at_gate(journey):
    """The server is back, and staff sign in at another computer"""
    journey.server.start()
    journey.gate = gate = journey.open('gate')
    gate.press(f'{_("Sign In")}, {_("Guest")}')
    form = gate.find_window(_('Sign In'))
    form.fill(_('User name'), 'gate')
    form.fill(_('Password'), STAFF_PASSWORD)
    form.press(plain('_Sign In'))
    gate.open_row(_('Check Tickets'), then=('label', _('Ready to scan')))


def scan(gate):
    """Pastes the key that the buyer copied, and enters it."""
    gate.press_keys('text', _('Ticket'), 'ctrl+v')
    wait_for(lambda: ':' in gate.read('text', _('Ticket')), 'the key in the entry')
    gate.press_keys('text', _('Ticket'), 'Return')


def admit(journey):
    """The ticket's key admits two people"""
    scan(journey.gate)
    journey.gate.find('label', _('Admit %d') % 2)
    journey.gate.assert_named()


def refuse(journey):
    """The same key is refused the second time"""
    scan(journey.gate)
    journey.gate.find('label', _('Already used at %s') % '', begins=True)


def learn(journey):
    """The buyer's copy learns that the ticket was used"""
    journey.buyer.find('push button', _('Up to date'))
    journey.buyer.find('label', _('Used'))


STEPS = [browse, sign_up, fill_cart, pay, synchronise, open_ticket, open_ticket_offline,
         sign_in_at_gate, admit, refuse, learn]


def explain(journey):
    """Tells as TAP comments why a step failed, and what the applications showed and wrote."""
    for line in traceback.format_exc().splitlines():
        print('#', line)
    for person in ('buyer', 'gate'):
        desktop = getattr(journey, person)
        if desktop is not None and desktop.process.poll() is None:
            for line in desktop.describe():
                print(f'# {person}: {line}')
        log = journey.folder / person / 'application.log'
        if log.exists():
            for line in log.read_text(encoding='utf-8').splitlines()[-20:]:
                print(f'# {person} wrote: {line}')


def run(folder):
    os.environ |= {'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PASSWORD': 'of this test'}
    journey = Journey(folder)
    try:
        for number, step in enumerate(STEPS, 1):
            try:
                step(journey)
            except Exception:
                print(f'not ok {number} - {step.__doc__}')
                explain(journey)
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
