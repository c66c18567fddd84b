# shellcheck shell=sh
# Virtual radios, and BlueZ on them.

# lab_bluetooth N: adapters hci0, hci1, … that hear one another.
lab_bluetooth() {
  modprobe hci_vhci
  btvirt -B "-l$1" >/run/btvirt.log 2>&1 &
  export KOZO_LAB_BTVIRT=$!
  lab_bluez "$1"
}

# One adapter, hci0, whose radio is a btvirt outside of this machine: it hears
# all others that are attached there.
lab_air() {
  modprobe hci_uart
  btattach -B /dev/hvc0 -P h4 >/run/btattach.log 2>&1 &
  export KOZO_LAB_BTATTACH=$!
  lab_bluez 1
}

# lab_bluez N: D-Bus and bluetoothd, once the adapters are there; each is made
# connectable and discoverable, under the name HOST-0, HOST-1, …
# LAB_BLUETOOTHD_ARGS may hold other options than --compat.
lab_bluez() {
  modprobe rfcomm
  modprobe bnep
  dbus-daemon --system --nofork --nopidfile >/run/dbus.log 2>&1 &
  lab_until test -S /run/dbus/system_bus_socket
  lab_until test -d "/sys/class/bluetooth/hci$(($1 - 1))"
  # shellcheck disable=SC2086 # they are several words
  /usr/libexec/bluetooth/bluetoothd --nodetach \
    ${LAB_BLUETOOTHD_ARGS---compat} >/run/bluetoothd.log 2>&1 &
  export KOZO_LAB_BLUETOOTHD=$!
  lab_adapter=0
  while [ $lab_adapter -lt "$1" ]; do
    lab_until lab_set $lab_adapter Powered variant:boolean:true
    lab_until lab_set $lab_adapter Discoverable variant:boolean:true
    lab_set $lab_adapter Alias "variant:string:$(hostname)-$lab_adapter"
    lab_adapter=$((lab_adapter + 1))
  done
  case ${LAB_BLUETOOTHD_ARGS---compat} in
    *--compat*) lab_until test -S /run/sdp ;;
  esac
}

# lab_set ADAPTER PROPERTY VALUE: fails when bluetoothd does not know it yet.
lab_set() {
  dbus-send --system --print-reply --reply-timeout=5000 --dest=org.bluez \
    "/org/bluez/hci$1" org.freedesktop.DBus.Properties.Set \
    string:org.bluez.Adapter1 "string:$2" "$3" >/dev/null 2>&1
}

# lab_until COMMAND...: tries it for ten seconds.
lab_until() {
  lab_count=0
  until "$@"; do
    lab_count=$((lab_count + 1))
    [ $lab_count -lt 200 ] || {
      echo "lab: in vain: $*" >&2
      return 1
    }
    sleep 0.05
  done
}
