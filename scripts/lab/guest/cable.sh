# shellcheck shell=sh
# A network of two machines.

# lab_cable NUMBER: this machine's address there is 10.0.0.NUMBER.
lab_cable() {
  modprobe virtio_net
  ip address add "10.0.0.$1/30" dev eth0
  ip link set eth0 up
}
