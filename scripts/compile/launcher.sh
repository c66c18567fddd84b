#!/bin/sh
# Kōzō @VERSION@ for @TARGET@, and all that it needs. At its first start it
# unpacks itself into a folder of its own, which KOZO_CACHE moves. Below this
# script lie two archives: Deno as npm has it, and Kōzō.
set -eu

kozo_machine=@MACHINE@
kozo_key=@KEY@
kozo_skip=@SKIP@
kozo_runtime_size=@RUNTIME_SIZE@
kozo_app_size=@APP_SIZE@

# Says in one line why it cannot start: 5 is the exit code of kozo for that.
fail() {
  printf 'kozo: %s\n' "$(printf '%s' "$*" | tr '\n' ' ')" >&2
  exit 5
}

# The folder that all versions unpack into, each into one of its own.
find_cache() {
  if [ -n "${KOZO_CACHE:-}" ]; then
    kozo_cache=$KOZO_CACHE
  elif [ -n "${XDG_CACHE_HOME:-}" ]; then
    kozo_cache=$XDG_CACHE_HOME/kozo
  elif [ -n "${HOME:-}" ]; then
    kozo_cache=$HOME/.cache/kozo
  else
    fail 'Cannot tell where to unpack: HOME is not set; set KOZO_CACHE to a folder'
  fi
  case $kozo_cache in
    /*) ;;
    *) kozo_cache=$(pwd)/$kozo_cache ;;
  esac
}

# Whoever may write to it could make this user run anything.
check_cache() {
  { [ -d "$kozo_cache" ] && [ ! -L "$kozo_cache" ] && [ -O "$kozo_cache" ]; } ||
    fail "Refusing to use \"$kozo_cache\": it is no folder of this user; set KOZO_CACHE to another one"
  kozo_mode=$(stat -c %a "$kozo_cache" 2>&1) ||
    fail "Cannot look at the folder \"$kozo_cache\": $kozo_mode"
  case $kozo_mode in
    # A folder in one with the setgid bit has that bit too.
    700 | 2700) ;;
    *)
      fail "Refusing to use \"$kozo_cache\": others may enter it; mend it by \"chmod go= '$kozo_cache'\", or set KOZO_CACHE to another folder"
      ;;
  esac
}

# Prints some bytes of this file, unpacked; notes when they are damaged.
unpack() {
  tail -c "+$1" "$kozo_self" | head -c "$2" | gzip -dc || : >"$kozo_new/damaged"
}

unpack_all() {
  unpack $((kozo_skip + 1)) "$kozo_runtime_size" |
    tar -xf - -C "$kozo_new" package/deno || return 1
  unpack $((kozo_skip + kozo_runtime_size + 1)) "$kozo_app_size" |
    tar -xf - -C "$kozo_new" || return 1
  [ ! -e "$kozo_new/damaged" ] || return 1
  mv "$kozo_new/package/deno" "$kozo_new/deno" && rmdir "$kozo_new/package"
}

# What an interrupted start has left goes, and so do other versions, but for
# those that run, or have just been unpacked and are about to.
tidy() {
  find "$kozo_cache" -maxdepth 1 -name 'new.*' -mmin +60 -exec rm -rf {} + || :
  for kozo_old in "$kozo_cache"/kozo-*; do
    [ "$kozo_old" = "$kozo_home" ] || is_young "$kozo_old" ||
      runs "$kozo_old/deno" || rm -rf "$kozo_old"
  done
}

is_young() {
  [ -z "$(find "$1" -maxdepth 0 -mmin +60)" ]
}

# Whether a process runs a program, itself or, as KOZO_RUNNER, for another
# machine: then that is the process, and the program only named.
runs() {
  for kozo_process in /proc/[0-9]*; do
    [ "$(readlink "$kozo_process/exe" 2>/dev/null)" != "$1" ] || return 0
    # Not by grep, which would find itself.
    case $(tr '\0' ' ' 2>/dev/null <"$kozo_process/cmdline") in
      *"$1"*) return 0 ;;
    esac
  done
  return 1
}

# A shell would take what is for another machine for a script. Linux before 6.1
# does not have the file, which is read without starting a program.
check_machine() {
  read -r kozo_here 2>/dev/null </proc/sys/kernel/arch || kozo_here=$(uname -m)
  [ "$kozo_here" = "$kozo_machine" ] ||
    fail "Cannot run here: this executable is for $kozo_machine, and this machine is $kozo_here"
}

# Unpacks beside the place and moves it there: others see all of it or nothing.
install() {
  mkdir -p "$kozo_cache" 2>/dev/null ||
    fail "Cannot make the folder \"$kozo_cache\" to unpack into; set KOZO_CACHE to a folder that this user may write to"
  check_cache
  kozo_size=$(wc -c <"$kozo_self")
  [ "$kozo_size" -eq $((kozo_skip + kozo_runtime_size + kozo_app_size)) ] ||
    fail "Cannot unpack \"$kozo_self\": it is damaged, $kozo_size bytes long; copy it here again"
  kozo_new=$(mktemp -d "$kozo_cache/new.XXXXXX" 2>/dev/null) ||
    fail "Cannot write to \"$kozo_cache\" to unpack; set KOZO_CACHE to a folder that this user may write to"
  trap 'rm -rf "$kozo_new"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  kozo_complaint=$(unpack_all 2>&1) ||
    fail "Cannot unpack into \"$kozo_cache\": $(printf '%s' "$kozo_complaint" | head -n 1); it takes 120 MB; set KOZO_CACHE to another folder, or copy \"$kozo_self\" here again"
  kozo_complaint=$(${KOZO_RUNNER:-} "$kozo_new/deno" --version 2>&1) ||
    fail "Cannot run on this machine: $(printf '%s' "$kozo_complaint" | head -n 1); it takes a 64-bit Linux with glibc, and a folder from which programs may be run: KOZO_CACHE"
  # A power cut must not leave a folder that only looks whole.
  sync -f "$kozo_new/deno" 2>/dev/null || sync
  [ ! -d "$kozo_home" ] || [ -s "$kozo_home/deno" ] ||
    mv -T "$kozo_home" "$kozo_new.broken"
  # Somebody else may have been faster.
  mv -T "$kozo_new" "$kozo_home" 2>/dev/null || [ -s "$kozo_home/deno" ] ||
    fail "Cannot move what was unpacked to \"$kozo_home\""
  tidy
  rm -rf "$kozo_new" "$kozo_new.broken"
  trap - EXIT HUP INT TERM
}

[ -n "${KOZO_RUNNER:-}" ] || check_machine
kozo_self=$(readlink -f "$0")
find_cache
kozo_home=$kozo_cache/kozo-$kozo_key
if [ -s "$kozo_home/deno" ]; then
  check_cache
else
  kozo_old_mask=$(umask)
  umask 077
  install
  umask "$kozo_old_mask"
fi
# Deno's own files stay in there too. KOZO_RUNNER runs another machine's.
export KOZO_EXE="$kozo_self" DENO_DIR="$kozo_home/deno-dir" DENO_NO_UPDATE_CHECK=1
# Deno keeps what V8 compiles before it runs anything: without this, little, and
# each start compiles the rest again, which takes a fifth of it.
export DENO_V8_FLAGS="--no-lazy${DENO_V8_FLAGS:+,$DENO_V8_FLAGS}"
exec ${KOZO_RUNNER:-} "$kozo_home/deno" run --quiet --allow-all --no-prompt \
  --no-lock --no-remote --no-npm \
  --config "$kozo_home/app/deno.json" "$kozo_home/app/main.js" "$@"
# What follows is not text.
