# shellcheck shell=sh
# What the machine does before it runs the command. /lab/init, which the host
# writes for each start, calls these functions.

# lab_boot HOSTNAME
lab_boot() {
  /bin/busybox --install -s /usr/local/bin
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /tmp
  mkdir -p /dev/pts /dev/shm /run/dbus /run/lock /run/lower
  mount -t devpts devpts /dev/pts
  mount -t tmpfs tmpfs /dev/shm
  mount -t debugfs debugfs /sys/kernel/debug
  ln -sfn /proc/self/fd /dev/fd
  ln -sfn /proc/self/fd/0 /dev/stdin
  ln -sfn /proc/self/fd/1 /dev/stdout
  ln -sfn /proc/self/fd/2 /dev/stderr
  hostname "$1"
  ip link set lo up
}

# lab_mount TAG FOLDER shared|private: a folder of the host, at the same path.
# What is written to a private one stays in the machine's memory.
lab_mount() {
  lab_place=$2
  [ "$3" = shared ] || lab_place=/run/lower/$1
  mkdir -p "$2" "$lab_place"
  mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose \
    "$1" "$lab_place" || return
  [ "$3" = private ] || return 0
  mkdir -p "/run/upper/$1" "/run/work/$1"
  mount -t overlay -o \
    "lowerdir=$lab_place,upperdir=/run/upper/$1,workdir=/run/work/$1" \
    overlay "$2"
}

# lab_port NAME: prints the device of a virtio port.
lab_port() {
  for lab_device in /sys/class/virtio-ports/*; do
    [ "$(cat "$lab_device/name")" != "$1" ] || echo "/dev/${lab_device##*/}"
  done
}

# lab_run FOLDER COMMAND...: passes its output and its exit status on, and
# switches the machine off. A port takes one program at a time, hence the pipes.
lab_run() {
  mkfifo /run/stdout /run/stderr
  cat /run/stdout >"$(lab_port stdout)" &
  lab_stdout=$!
  cat /run/stderr >"$(lab_port stderr)" &
  lab_stderr=$!
  lab_status=0
  (
    cd "$1" || exit
    shift
    exec "$@"
  ) </dev/null >/run/stdout 2>/run/stderr || lab_status=$?
  # What the command left running may hold them open.
  lab_tries=0
  while [ $lab_tries -lt 20 ] &&
    { kill -0 $lab_stdout || kill -0 $lab_stderr; } 2>/dev/null; do
    sleep 0.05
    lab_tries=$((lab_tries + 1))
  done
  echo $lab_status >/lab/status
  sync
  poweroff -f
}
