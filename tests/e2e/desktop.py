# SPDX-License-Identifier: MIT
"""A person before the desktop application, who finds controls by role and name only (AT-SPI).

GTK 4.8 does not tell whether a widget shows, only what size it was given last: what never showed
has none. What was opened last stands last, so the last control of a name is the one that is meant.
"""
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

DEADLINE = 90  # seconds: a busy machine is no failure
PAUSE = 0.1
CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'combo box', 'entry', 'text',
            'password text', 'spin button', 'slider', 'menu item', 'page tab', 'link', 'table'}


class NotThere(AssertionError):
    """What was waited for did not come in time."""


def wait_for(find, what, seconds=DEADLINE):
    """Asks find() again and again until it returns something true, and returns that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = find()
        except (GLib.Error, NotThere):  # the widget went away meanwhile
            found = None
        if found:
            return found
        time.sleep(PAUSE)
    raise NotThere(f'{what} was not there within {seconds} s')


def xdotool(*words):
    subprocess.run(['xdotool', *map(str, words)], check=True)


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def box_of(node):
    """Where the node stands in its window."""
    return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)


def has_shown(node):
    box = box_of(node)
    return box.width > 0 and box.height > 0


def walk(node):
    """Leaves out the cells of a table that are out of sight: a catalogue has many."""
    if node.get_role() == Atspi.Role.TABLE_CELL and not has_shown(node):
        return
    yield node
    for child in children(node):
        yield from walk(child)


def is_called(node, name, begins):
    """A control that has a label tells its name twice, and the first time with its mnemonic."""
    told = (node.get_name() or '').replace('_', '')
    return told in (name, f'{name} {name}') or (begins and told.startswith(name))


def is_part(node):
    """The toolkit builds a control of several: what stands inside of a control is a part of it."""
    parent = node.get_parent()
    while parent is not None and parent.get_role() != Atspi.Role.FRAME:
        if parent.get_role_name() in CONTROLS:
            return True
        parent = parent.get_parent()
    return False


def name_above(node):
    """Of the nearest parent that has one, to say where a nameless control stands."""
    parent = node.get_parent()
    while parent is not None and not parent.get_name():
        parent = parent.get_parent()
    return parent.get_name() if parent is not None else ''


class Window:
    """A window of the application, in which controls are found."""

    def __init__(self, process, frame):
        self.process = process
        self.frame = frame

    def assert_running(self):
        status = self.process.poll()
        assert status is None, f'the application ended with {status}'

    def look_for(self, role, name, begins=False):
        """The control a person would call so, or None. begins: its name goes on."""
        self.assert_running()
        self.frame.clear_cache()
        found = None
        for node in walk(self.frame):
            if node.get_role_name() == role and is_called(node, name, begins) and has_shown(node):
                found = node
        return found

    def find(self, role, name, begins=False):
        return wait_for(lambda: self.look_for(role, name, begins), f'{role} “{name}”')

    def find_usable(self, role, name):
        """Waits until the control is sensitive, too."""
        def look():
            node = self.look_for(role, name)
            usable = node and node.get_state_set().contains(Atspi.StateType.SENSITIVE)
            return node if usable else None
        return wait_for(look, f'{role} “{name}” that can be used')

    def press(self, name, role='push button'):
        assert self.find_usable(role, name).get_action_iface().do_action(0), name

    def fill(self, name, text, role='text'):
        field = self.find_usable(role, name)
        assert field.get_editable_text_iface().set_text_contents(text), name

    def read(self, role, name):
        text = self.find(role, name).get_text_iface()
        return text.get_text(0, text.get_character_count())

    def click(self, role, name, begins=False):
        """With the pointer, for what GTK 4.8 gives no action. Without a window manager the window
        stands in the corner of the screen, and the keys go where the pointer is."""
        box = box_of(self.find(role, name, begins))
        xdotool('mousemove', box.x + box.width // 2, box.y + box.height // 2, 'sleep', 0.1, 'click', 1)

    def open_row(self, name, then):
        """Clicks a row until it has opened: then is the role and the name of what is there."""
        def opened():
            if self.look_for(*then) is None:
                self.click('list item', name, begins=True)
            return wait_for(lambda: self.look_for(*then), then, seconds=5)
        return wait_for(opened, f'{then} after “{name}”')

    def press_keys(self, role, name, keys):
        """Clicks into a control, and presses keys as xdotool names them."""
        self.click(role, name)
        xdotool('key', keys)

    def assert_named(self):
        """Every control tells what it is called and what it is; a screen reader has nothing else."""
        self.frame.clear_cache()
        nameless = [node for node in walk(self.frame) if node.get_role_name() in CONTROLS and has_shown(node)
                    and not node.get_name() and not is_part(node)]
        assert not nameless, [f'{node.get_role_name()} in “{name_above(node)}”' for node in nameless]

    def describe(self):
        """What there is, a line a control, for the log of a failure."""
        for node in walk(self.frame):
            name = node.get_name()
            if name and not name.startswith(('Gtk', 'Adw', 'Et')) and has_shown(node):
                yield f'{node.get_role_name()} “{name}”'


class Desktop(Window):
    """One run of the application, and its first window."""

    def __init__(self, program, url, folder):
        others = [application.get_process_id() for application in children(Atspi.get_desktop(0))]
        with open(folder / 'application.log', 'a', encoding='utf-8') as log:
            process = subprocess.Popen([program, '--server', url, '--data-dir', folder / 'data'],
                                       stdout=log, stderr=subprocess.STDOUT)
        super().__init__(process, None)
        self.root = wait_for(lambda: self._find_new(others), 'the application')
        self.frame = wait_for(self._find_frame, 'its window')

    def _find_new(self, others):
        """Not by the process's number: in a sandbox another process speaks for the application."""
        self.assert_running()
        for application in children(Atspi.get_desktop(0)):
            if application.get_process_id() not in others and application.get_child_count():
                return application
        return None

    def _find_frame(self):
        """A window that is not drawn yet has nothing in it, and may be another one later."""
        self.assert_running()
        self.root.clear_cache()
        frame = self.root.get_child_at_index(0)
        return frame if frame and frame.get_child_count() else None

    def find_window(self, title):
        """Waits for a further window. Only for one that is about to open: GTK 4.8 dies when it is
        asked for a window that closes at that moment, so nothing else asks for windows."""
        def look():
            self.assert_running()
            self.root.clear_cache()
            return next((node for node in children(self.root) if node.get_name() == title), None)
        return Window(self.process, wait_for(look, f'window “{title}”'))

    def close(self):
        """Ends the program, in whatever state it is."""
        self.process.terminate()
        self.process.wait(DEADLINE)
