# SPDX-License-Identifier: MIT
"""The desktop on the other side of the session bus: a person's shell, played by the test.

The shell keeps notifications, answers whether the screen may darken, and starts programs by their
service file, as xrun's private bus does with what lies in its folder of services.
"""
import os
import pathlib
import re
import threading

from gi.repository import Gio, GLib

SHELL = '''<node>
<interface name="org.gtk.Notifications">
  <method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{sv}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
</interface>
<interface name="org.gnome.SessionManager">
  <method name="RegisterClient"><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="o" direction="out"/></method>
  <method name="UnregisterClient"><arg type="o" direction="in"/></method>
  <method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="u" direction="out"/></method>
  <method name="Uninhibit"><arg type="u" direction="in"/></method>
</interface>
</node>'''
DEADLINE_MS = 60000
IDLE = 8  # org.gnome.SessionManager: inhibit the session being marked as idle


class Shell:
    """Owns the names of a desktop's services, and calls the application. It answers in a thread of
    its own, since the application waits for answers while the test waits for the application."""

    def __init__(self, bus_name):
        self.bus_name = bus_name
        self.path = '/' + bus_name.replace('.', '/')
        self.notifications = []  # (id, {…})
        self.inhibitors = {}  # cookie: flags
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        ready.wait()

    def _serve(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        self._offer()
        ready.set()
        GLib.MainLoop.new(context, False).run()

    def _offer(self):
        for interface, path in zip(Gio.DBusNodeInfo.new_for_xml(SHELL).interfaces,
                                   ('/org/gtk/Notifications', '/org/gnome/SessionManager')):
            self.bus.register_object(path, interface, self._called, None, None)
            self._own(interface.name)

    def _own(self, name):
        self._call_bus('RequestName', GLib.Variant('(su)', (name, 0)))

    def _called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        words = parameters.unpack()
        answer = None
        if method == 'AddNotification':
            self.notifications.append((words[1], words[2]))
        elif method == 'RegisterClient':
            answer = GLib.Variant('(o)', ('/org/gnome/SessionManager/Client1',))
        elif method == 'Inhibit':
            cookie = len(self.inhibitors) + 1
            self.inhibitors[cookie] = words[3]
            answer = GLib.Variant('(u)', (cookie,))
        elif method == 'Uninhibit':
            del self.inhibitors[words[0]]
        invocation.return_value(answer)

    def _call(self, name, path, interface, method, arguments):
        return self.bus.call_sync(name, path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NONE, DEADLINE_MS, None).unpack()

    def install(self, service_file, environment, program=None):
        """Lets the bus start the program of a service file, or another than the one that it names."""
        text = pathlib.Path(service_file).read_text(encoding='utf-8')
        if program:
            text, changed = re.subn(r'^Exec=\S+/etickets ', f'Exec={program} ', text, flags=re.M)
            assert changed == 1, text
        folder = pathlib.Path(os.environ['XDG_RUNTIME_DIR']).parent / 'services'
        (folder / pathlib.Path(service_file).name).write_text(text, encoding='utf-8')
        self._call_bus('UpdateActivationEnvironment', GLib.Variant('(a{ss})', (environment,)))
        self._call_bus('ReloadConfig', None)

    def _call_bus(self, method, arguments):
        return self._call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                          method, arguments)

    def process_id(self):
        return self._call_bus('GetConnectionUnixProcessID', GLib.Variant('(s)', (self.bus_name,)))[0]

    def is_running(self):
        return self._call_bus('NameHasOwner', GLib.Variant('(s)', (self.bus_name,)))[0]

    def search(self, method, signature, *arguments):
        """One call to the search provider."""
        answer = self._call(self.bus_name, self.path + '/SearchProvider', 'org.gnome.Shell.SearchProvider2',
                            method, GLib.Variant(signature, arguments))
        return answer[0] if answer else None

    def activate(self, action, *target):
        """What a click on a notification, or on an action of the desktop file, does."""
        self._call(self.bus_name, self.path, 'org.freedesktop.Application', 'ActivateAction',
                   GLib.Variant('(sava{sv})', (action, list(target), {})))

    def open(self, *uris):
        """What a click on a link does."""
        self._call(self.bus_name, self.path, 'org.freedesktop.Application', 'Open',
                   GLib.Variant('(asa{sv})', (uris, {})))
