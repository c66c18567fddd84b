#!/usr/bin/env bash
# build.sh ARCH FOLDER: makes what the lab's virtual machine of that kind
# (amd64, arm64) starts from, out of Debian's packages: the kernel `vmlinux`,
# `initrd.img`, and `root`, the folder that becomes its file system. Needs no
# rights and changes nothing outside of FOLDER.
set -euo pipefail
umask 022

here=$(dirname "$(realpath "$0")")
arch=$1
out=$(realpath "$2")
work=$out/work

# shellcheck source=scripts/lab/build/packages.sh
. "$here/packages.sh"
# shellcheck source=scripts/lab/build/kernel.sh
. "$here/kernel.sh"
# shellcheck source=scripts/lab/build/root.sh
. "$here/root.sh"
# shellcheck source=scripts/lab/build/gpio-sim.sh
. "$here/gpio-sim.sh"
# shellcheck source=scripts/lab/build/btvirt.sh
. "$here/btvirt.sh"
# shellcheck source=scripts/lab/build/initrd.sh
. "$here/initrd.sh"

build_amd64() {
  install_root busybox-static bash kmod dbus bluez bluez-test-tools libstdc++6
  build_gpio_sim &
  local gpio_sim=$!
  build_btvirt
  unpack_kernel
  wait "$gpio_sim"
  install_modules overlay virtio_pci virtio_console virtio_net 9p 9pnet_virtio \
    configfs gpio-sim hci_vhci hci_uart rfcomm bnep \
    algif_hash algif_skcipher ecb cmac
}

# A machine for the executable alone: it has busybox and what Deno links to.
build_arm64() {
  install_root busybox-static libc6 libgcc-s1
  unpack_kernel
  install_modules overlay virtio_pci virtio_console 9p 9pnet_virtio
}

mkdir -p "$work"
prepare_packages
release=$(kernel_release)
"build_$arch"
make_initrd overlay virtio_pci virtio_console 9pnet_virtio 9p
rm -rf "$work"
