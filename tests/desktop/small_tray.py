"""A tray for tests in Debian's own Python: org.kde.StatusNotifierWatcher, with a host that is always there."""

# mypy: ignore-errors
# Debian's libraries, which bear no types and are not there for mypy to see.

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.kde.StatusNotifierWatcher"


class Watcher(dbus.service.Object):
    """Remembers who registered, until its connection is gone."""

    def __init__(self, bus):
        super().__init__(dbus.service.BusName(NAME, bus), "/StatusNotifierWatcher")
        self.bus = bus
        self.items = []

    @dbus.service.method(NAME, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        # Qt registers the name of its connection, or a path.
        item = sender + service if service.startswith("/") else service
        self.items = [each for each in self.items if each != item] + [item]
        name = item.partition("/")[0]
        self.bus.watch_name_owner(name, lambda owner: None if owner else self.forget(name))

    def forget(self, name):
        self.items = [each for each in self.items if each.partition("/")[0] != name]

    @dbus.service.method(NAME, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.signal(NAME, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(self.items, signature="s"),
        }


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
watcher = Watcher(dbus.SessionBus())
GLib.MainLoop().run()
