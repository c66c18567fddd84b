#!/bin/sh
# Kōzō @VERSION@ for @TARGET@, and all that it needs. At its first start it
# unpacks itself into a folder of its own, which KOZO_CACHE moves. Below this
# script lie two archives: Deno as npm has it, and Kōzō.
set -eu

machine=@MACHINE@
key=@KEY@
skip=@SKIP@
runtime_size=@RUNTIME_SIZE@
app_size=@APP_SIZE@

# Says in one line why it cannot start: 5 is the exit code of kozo for that.
fail() {
  printf 'kozo: %s\n' "$(printf '%s' "$*" | tr '\n' ' ')" >&2
  exit 5
}

# The folder that all versions unpack into, each into one of its own.
find_cache() {
  if [ -n "${KOZO_CACHE:-}" ]; then
    cache=$KOZO_CACHE
  elif [ -n "${XDG_CACHE_HOME:-}" ]; then
    cache=$XDG_CACHE_HOME/kozo
  elif [ -n "${HOME:-}" ]; then
    cache=$HOME/.cache/kozo
  else
    fail 'Cannot tell where to unpack: HOME is not set; set KOZO_CACHE to a folder'
  fi
  case $cache in
    /*) ;;
    *) cache=$(pwd)/$cache ;;
  esac
}

# Whoever may write to it could make this user run anything.
check_cache() {
  found=$(stat -c '%u %a %F' "$cache" 2>&1) ||
    fail "Cannot look at the folder \"$cache\": $found"
  [ "$found" = "$(id -u) 700 directory" ] ||
    fail "Refusing to use \"$cache\": it has to be a folder of this user that nobody else may enter; mend it by \"chmod 700 '$cache'\", or set KOZO_CACHE to another folder"
}

# Prints some bytes of this file, unpacked; notes when they are damaged.
unpack() {
  tail -c "+$1" "$self" | head -c "$2" | gzip -dc || : >"$new/damaged"
}

unpack_all() {
  unpack $((skip + 1)) "$runtime_size" |
    tar -xf - -C "$new" package/deno || return 1
  unpack $((skip + runtime_size + 1)) "$app_size" |
    tar -xf - -C "$new" || return 1
  [ ! -e "$new/damaged" ] || return 1
  mv "$new/package/deno" "$new/deno" && rmdir "$new/package"
}

# What an interrupted start has left goes, and so do other versions, but for
# those that run.
tidy() {
  find "$cache" -maxdepth 1 -name 'new.*' -mmin +60 -exec rm -rf {} + || :
  for old in "$cache"/kozo-*; do
    [ "$old" = "$home" ] || runs "$old/deno" || rm -rf "$old"
  done
}

# Whether a process of this user runs a program.
runs() {
  for exe in /proc/[0-9]*/exe; do
    [ "$(readlink "$exe" 2>/dev/null)" = "$1" ] && return 0
  done
  return 1
}

# Unpacks beside the place and moves it there: others see all of it or nothing.
install() {
  mkdir -p "$cache" 2>/dev/null ||
    fail "Cannot make the folder \"$cache\" to unpack into; set KOZO_CACHE to a folder that this user may write to"
  check_cache
  size=$(wc -c <"$self")
  [ "$size" -eq $((skip + runtime_size + app_size)) ] ||
    fail "Cannot unpack \"$self\": it is damaged, $size bytes long; copy it here again"
  new=$(mktemp -d "$cache/new.XXXXXX" 2>/dev/null) ||
    fail "Cannot write to \"$cache\" to unpack; set KOZO_CACHE to a folder that this user may write to"
  trap 'rm -rf "$new"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  complaint=$(unpack_all 2>&1) ||
    fail "Cannot unpack into \"$cache\": $(printf '%s' "$complaint" | head -n 1); it takes 120 MB; set KOZO_CACHE to another folder, or copy \"$self\" here again"
  complaint=$(${KOZO_RUNNER:-} "$new/deno" --version 2>&1) ||
    fail "Cannot run on this machine: $(printf '%s' "$complaint" | head -n 1); it takes a 64-bit Linux with glibc, and a folder from which programs may be run: KOZO_CACHE"
  # Somebody else may have been faster.
  mv -T "$new" "$home" 2>/dev/null || [ -d "$home" ] ||
    fail "Cannot move what was unpacked to \"$home\""
  tidy
  rm -rf "$new"
  trap - EXIT HUP INT TERM
}

if [ -z "${KOZO_RUNNER:-}" ] && [ "$(uname -m)" != "$machine" ]; then
  fail "Cannot run here: this executable is for $machine, and this machine is $(uname -m)"
fi
self=$(readlink -f "$0")
find_cache
home=$cache/kozo-$key
if [ -d "$home" ]; then
  check_cache
else
  old_mask=$(umask)
  umask 077
  install
  umask "$old_mask"
fi
# Deno's own files stay in there too. KOZO_RUNNER runs another machine's.
export KOZO_EXE="$self" DENO_DIR="$home/deno-dir" DENO_NO_UPDATE_CHECK=1
exec ${KOZO_RUNNER:-} "$home/deno" run --quiet --allow-all --no-prompt \
  --no-lock --no-remote --no-npm --no-code-cache \
  --config "$home/app/deno.json" "$home/app/main.ts" "$@"
# What follows is not text.
