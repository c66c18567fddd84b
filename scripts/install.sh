#!/bin/sh
# Installs Kōzō on this device as a service: the executable, a configuration,
# a user and folders. Run it again to update the executable; what is there of
# the rest stays.
#
#   sudo sh install.sh EXECUTABLE CONFIG NODE [KEY]
#   sh install.sh --prefix FOLDER EXECUTABLE CONFIG NODE [KEY]
#
# KEY is the node's private key: it is put beside the configuration, under its
# own name, for the service alone. One that is there stays.
# --prefix puts all files below a folder, as for an image of a device: then no
# user is made and nothing is started.
set -eu

fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# Kōzō's runtime exists for 64-bit systems only. A 64-bit kernel may well run
# 32-bit programs, as older systems of the Raspberry Pi do: ask those.
check_machine() {
  case $(uname -m) in
    x86_64 | aarch64) ;;
    arm*) fail "Cannot install on $(uname -m), which is 32-bit ARM: Deno, which Kōzō runs on, does not exist for it; a Raspberry Pi Zero 2 W, 3, 4 or 5 can run a 64-bit system" ;;
    *) fail "Cannot install on $(uname -m): Kōzō runs on x86_64 and aarch64" ;;
  esac
  bits=$(getconf LONG_BIT)
  [ "$bits" = 64 ] ||
    fail "Cannot install on a $bits-bit system: Deno, which Kōzō runs on, does not exist for 32-bit ARM; install the 64-bit system of this device"
}

check_arguments() {
  [ $# -eq 3 ] || [ $# -eq 4 ] ||
    fail 'Expected three arguments, the executable, the configuration and the name of this node, and perhaps its private key'
  [ -f "$1" ] || fail "There is no executable \"$1\""
  [ -f "$2" ] || fail "There is no configuration \"$2\""
  [ $# -eq 3 ] || [ -f "$4" ] || fail "There is no private key \"$4\""
}

make_user() {
  [ -z "$prefix" ] || return 0
  getent passwd kozo >/dev/null && return 0
  useradd --system --user-group --home-dir /var/lib/kozo --no-create-home \
    --shell /usr/sbin/nologin kozo
}

# Gives a file or folder to root and to the group kozo, where there is one.
for_kozo() {
  [ -n "$prefix" ] || chgrp kozo "$@"
}

# Copies beside the place and moves it there: a node that runs does not notice.
install_executable() {
  mkdir -p "$prefix/usr/local/bin"
  cp "$1" "$prefix/usr/local/bin/kozo.new"
  chmod 755 "$prefix/usr/local/bin/kozo.new"
  mv -f "$prefix/usr/local/bin/kozo.new" "$prefix/usr/local/bin/kozo"
}

install_config() {
  mkdir -p "$prefix/etc/kozo"
  chmod 750 "$prefix/etc/kozo"
  for_kozo "$prefix/etc/kozo"
  config=$prefix/etc/kozo/config.yml
  if [ ! -e "$config" ]; then
    (umask 077 && cp "$1" "$config")
  elif ! cmp -s "$1" "$config"; then
    say 'Kept /etc/kozo/config.yml, which differs from yours'
  fi
  chmod 640 "$config"
  for_kozo "$config"
}

install_key() {
  key=$prefix/etc/kozo/$(basename "$1")
  if [ ! -e "$key" ]; then
    (umask 077 && cp "$1" "$key")
  elif ! cmp -s "$1" "$key"; then
    say "Kept /etc/kozo/$(basename "$1"), which differs from yours"
  fi
  chmod 600 "$key"
  [ -n "$prefix" ] || chown kozo:kozo "$key"
}

make_state_folder() {
  mkdir -p "$prefix/var/lib/kozo"
  chmod 700 "$prefix/var/lib/kozo"
  [ -n "$prefix" ] || chown kozo:kozo "$prefix/var/lib/kozo"
}

# The unit names the places as they are on the device, not below the prefix.
install_unit() {
  units=$prefix/etc/systemd/system
  mkdir -p "$units"
  KOZO_CACHE=$(mktemp -d)
  export KOZO_CACHE
  trap 'rm -rf "$KOZO_CACHE"' EXIT
  "$prefix/usr/local/bin/kozo" service "$prefix/etc/kozo/config.yml" "$1" \
    >"$KOZO_CACHE/unit" || fail 'Nothing is started: see above'
  awk -v prefix="$prefix" '{
    while (prefix != "" && (at = index($0, prefix "/")))
      $0 = substr($0, 1, at - 1) substr($0, at + length(prefix))
    print
  }' "$KOZO_CACHE/unit" >"$units/kozo.service"
  chmod 644 "$units/kozo.service"
}

start() {
  if [ -n "$prefix" ] || [ ! -d /run/systemd/system ]; then
    say 'Installed; "systemctl enable --now kozo" starts it'
    return 0
  fi
  systemctl daemon-reload
  systemctl enable kozo
  systemctl restart kozo ||
    fail 'Installed, but it does not start: "journalctl -u kozo" says why'
  say 'Installed and started; "journalctl -fu kozo" shows its log'
}

say() {
  printf '%s\n' "$*"
}

prefix=
if [ "${1:-}" = --prefix ]; then
  [ -d "${2:-}" ] || fail "There is no folder \"${2:-}\" for --prefix"
  prefix=$(readlink -f "$2")
  shift 2
fi
check_arguments "$@"
check_machine
[ -n "$prefix" ] || [ "$(id -u)" = 0 ] || fail 'Only root may install; use sudo'
make_user
install_executable "$1"
install_config "$2"
[ $# -eq 3 ] || install_key "$4"
make_state_folder
install_unit "$3"
start
