# shellcheck shell=sh
# Simulated pins.

# lab_gpio LINES: one chip, "lab", whose lines are called lab0, lab1, … To pull
# one up or down: echo pull-up >"$KOZO_LAB_GPIO/sim_gpio0/pull"
lab_gpio() {
  modprobe gpio-sim
  mount -t configfs configfs /sys/kernel/config
  lab_chip=/sys/kernel/config/gpio-sim/lab
  mkdir "$lab_chip" "$lab_chip/bank0"
  echo "$1" >"$lab_chip/bank0/num_lines"
  echo lab >"$lab_chip/bank0/label"
  lab_line=0
  while [ "$lab_line" -lt "$1" ]; do
    mkdir "$lab_chip/bank0/line$lab_line"
    echo "lab$lab_line" >"$lab_chip/bank0/line$lab_line/name"
    lab_line=$((lab_line + 1))
  done
  echo 1 >"$lab_chip/live"
  lab_name=$(cat "$lab_chip/bank0/chip_name")
  export KOZO_LAB_GPIO_CHIP="/dev/$lab_name"
  KOZO_LAB_GPIO=/sys/devices/platform/$(cat "$lab_chip/dev_name")/$lab_name
  export KOZO_LAB_GPIO
}
