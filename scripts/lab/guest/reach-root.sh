#!/bin/sh
# The first program of the virtual machine: gives it the root folder of the
# host to read, keeps in memory what is written, and starts /lab/init there.
export PATH=/bin
bb=/bin/busybox
$bb mount -t proc proc /proc
$bb mount -t sysfs sysfs /sys
$bb mount -t devtmpfs dev /dev
for module in /modules/*; do $bb insmod "$module"; done

options=trans=virtio,version=9p2000.L,msize=512000
$bb mount -t 9p -o "ro,$options,cache=loose" root /lower || {
  echo "lab: there is no root folder"
  $bb poweroff -f
}
$bb mount -t tmpfs tmpfs /upper
$bb mkdir /upper/upper /upper/work
$bb mount -t overlay \
  -o lowerdir=/lower,upperdir=/upper/upper,workdir=/upper/work overlay /root
$bb mount -t 9p -o "rw,$options,cache=none" control /root/lab
for folder in dev proc sys; do $bb mount --move /$folder /root/$folder; done
$bb cp $bb /root/run/busybox
exec $bb switch_root /root /run/busybox sh /lab/init
