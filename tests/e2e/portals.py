# SPDX-License-Identifier: MIT
"""The desktop that a sandbox sees: the portals, played by the test as session_bus.py plays the rest."""
import os

from gi.repository import Gio, GLib

from session_bus import Shell

NAME = 'org.freedesktop.portal.Desktop'
PATH = '/org/freedesktop/portal/desktop'
SECRET = b'the secret of this sandbox '.ljust(64, b'.')  # libsecret takes no other length
PORTALS = '''<node>
<interface name="org.freedesktop.portal.Notification">
  <method name="AddNotification"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/></method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Inhibit">
  <method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="o" direction="out"/></method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.ProxyResolver">
  <method name="Lookup"><arg type="s" direction="in"/><arg type="as" direction="out"/></method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Secret">
  <method name="RetrieveSecret"><arg type="h" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="o" direction="out"/></method>
  <property name="version" type="u" access="read"/>
</interface>
</node>'''
REQUEST = '''<node><interface name="org.freedesktop.portal.Request"><method name="Close"/></interface></node>'''


class PortalShell(Shell):
    """Keeps, too, what was asked of the background and how often the sandbox asked for its secret."""

    def __init__(self, bus_name):
        self.background = []
        self.secrets = 0
        super().__init__(bus_name)

    def _serve(self, ready):
        self.request = Gio.DBusNodeInfo.new_for_xml(REQUEST).interfaces[0]
        super()._serve(ready)

    def _offer(self):
        for interface in Gio.DBusNodeInfo.new_for_xml(PORTALS).interfaces:
            self.bus.register_object(PATH, interface, self._asked, lambda *_: GLib.Variant('u', 1), None)
        self._own(NAME)

    def _asked(self, bus, sender, _path, _interface, method, parameters, invocation):
        words = parameters.unpack()
        if method == 'AddNotification':
            self.notifications.append(words)
        if method in ('AddNotification', 'RemoveNotification'):
            invocation.return_value(None)
            return
        if method == 'Lookup':
            invocation.return_value(GLib.Variant('(as)', (['direct://'],)))
            return
        token = words[-1].get('handle_token', f'of_the_test_{len(self.inhibitors)}')
        request = f'{PATH}/request/{sender[1:].replace(".", "_")}/{token}'
        if method == 'Inhibit':
            self._inhibit(request, words[1])
        elif method == 'RequestBackground':
            self.background.append(words[1])
        else:
            descriptors = invocation.get_message().get_unix_fd_list()
            with os.fdopen(descriptors.get(words[0]), 'wb') as pipe:
                pipe.write(SECRET)
            self.secrets += 1
        invocation.return_value(GLib.Variant('(o)', (request,)))
        bus.emit_signal(sender, request, 'org.freedesktop.portal.Request', 'Response',
                        GLib.Variant('(ua{sv})', (0, {})))

    def _inhibit(self, request, flags):
        """An inhibition lasts until its request is closed."""
        def close(bus, _sender, path, _interface, _method, _parameters, invocation):
            del self.inhibitors[path]
            bus.unregister_object(number)
            invocation.return_value(None)

        self.inhibitors[request] = flags
        number = self.bus.register_object(request, self.request, close, None, None)
