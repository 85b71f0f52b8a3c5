# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands for the desktop's shell: it shows the notifications of programs, and can be clicked on."""

import threading

from spico_jmap_client import wait_for

APPLICATION = 'com.esante.Spico'
SERVICE = 'org.gtk.Notifications'
INTERFACE = """
<node>
  <interface name="org.gtk.Notifications">
    <method name="AddNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    </method>
    <method name="RemoveNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
    </method>
  </interface>
</node>
"""


class Shell:
    """The service through which GNOME programs notify, on the session's bus."""

    def __init__(self):
        self.shown = {}
        # All that was ever shown, as it came over the bus.
        self.history = []
        self._ready = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        if not self._ready.wait(30):
            raise AssertionError('the bus does not give the name of the notification service')

    def _serve(self):
        from gi.repository import Gio, GLib
        context = GLib.MainContext()
        context.push_thread_default()
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self.bus.register_object('/org/gtk/Notifications', interface, self._called, None, None)
        Gio.bus_own_name_on_connection(self.bus, SERVICE, Gio.BusNameOwnerFlags.NONE, lambda *_: self._ready.set(), None)
        GLib.MainLoop.new(context, False).run()

    def _called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        application, name, *rest = parameters.unpack()
        if method == 'AddNotification':
            # Replaced as a whole, as the shell does.
            self.history.append((name, rest[0], parameters.print_(True)))
            self.shown[name] = (rest[0], parameters.get_child_value(2))
        else:
            self.shown.pop(name, None)
        invocation.return_value(None)
        assert application == APPLICATION

    def titles(self):
        return sorted(notification['title'] for notification, _ in list(self.shown.values()))

    def shows(self, *titles):
        """Waits until exactly these are shown."""
        def there():
            return self.titles() == sorted(titles)
        try:
            wait_for(there, 'the notifications')
        except AssertionError:
            raise AssertionError(f'the shell shows {self.titles()} instead of {sorted(titles)}') from None

    def click(self, title):
        """On the notification: it closes, and the program is told, which the bus starts if it does not run."""
        name, (_, variant) = next(item for item in self.shown.items() if item[1][0]['title'] == title)
        self.activate(variant)
        self.shown.pop(name, None)

    def knows_the_program(self):
        from gi.repository import Gio, GLib
        answer = self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', GLib.Variant('(s)', (APPLICATION,)),
                                    None, Gio.DBusCallFlags.NONE, 30000, None)
        return answer.unpack()[0]

    def lock_the_program(self):
        """As nobody can press a key in a window that is closed: its action is on the bus too."""
        from gi.repository import Gio, GLib
        self.bus.call_sync(APPLICATION, '/' + APPLICATION.replace('.', '/') + '/window/1', 'org.gtk.Actions', 'Activate',
                           GLib.Variant('(sava{sv})', ('lock', [], {})), None, Gio.DBusCallFlags.NONE, 30000, None)

    def activate(self, variant):
        from gi.repository import Gio, GLib
        action = variant.lookup_value('default-action', None).get_string()
        target = variant.lookup_value('default-action-target', None)
        self.bus.call_sync(APPLICATION, '/' + APPLICATION.replace('.', '/'), 'org.freedesktop.Application', 'ActivateAction',
                           GLib.Variant.new_tuple(GLib.Variant('s', action.removeprefix('app.')), GLib.Variant('av', [target]), GLib.Variant('a{sv}', {})),
                           None, Gio.DBusCallFlags.NONE, 30000, None)
