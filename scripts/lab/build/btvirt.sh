# shellcheck shell=bash
# btvirt, the radios: Debian has it, yet with a fault. It passes data on under
# the sender's number of a link, not the receiver's, so that a second link of
# an adapter breaks both. One line mends that. A second makes each pairing begin
# anew: else only an adapter's first one asks both ends what they can do, and the
# kernel of the end that was not asked keeps the key for good. A third makes the
# sockets of `btvirt -s` files of the folder it runs in: two may run on one
# machine. And what does not fit into such a socket at once is not lost: it waits
# until the machine at the other end has read; nor is what arrives in pieces.
# Two more end the use of memory that is freed, of which btvirt died at times: a
# search whose time is over takes away the timer that says so, and a timer that
# is taken away may have been due in the same breath.
# Last, its radios take as much at a time as that of a Raspberry Pi, eight packets
# of 1021 bytes; with one of 192 the lab does little but switch between programs.

build_btvirt() {
  local folder=$work/btvirt header
  mkdir -p "$folder/source/lib/bluetooth"
  (cd "$folder" && apt-get "${APT[@]}" --quiet --download-only source bluez)
  tar -xf "$folder"/bluez_*.orig.tar.* -C "$folder/source" --strip-components=1
  change_btvirt "$folder/source"
  for header in bluetooth hci hci_lib sco l2cap sdp sdp_lib rfcomm bnep cmtp hidp; do
    ln -s "../$header.h" "$folder/source/lib/bluetooth/$header.h"
  done
  (
    cd "$folder/source"
    gcc-12 -O2 -w -D_GNU_SOURCE -DVERSION='"lab"' -I. -Ilib -Isrc/shared \
      -o "$out/root/usr/local/bin/btvirt" \
      emulator/{main,serial,server,vhci,btdev,bthost,smp,phy,amp,le}.c \
      src/shared/{util,queue,crypto,ecc,mainloop,io-mainloop,timeout-mainloop,mainloop-notify}.c \
      lib/bluetooth.c lib/hci.c
  )
}

change_btvirt() {
  local emulator=$1/emulator
  sed -i '/^static void send_acl(/,/^}/ s|^\tiov\[1\].iov_base = &hdr;|\thdr.handle = acl_handle_pack(conn->link->handle, acl_flags(hdr.handle));\n&|' \
    "$emulator/btdev.c"
  sed -i '/^static int cmd_link_key_neg_reply_complete(/,/^}/ s|^\t\tmemcpy(io_req|\t\tdev->io_cap = remote->io_cap = remote->auth_init = 0;\n&|' \
    "$emulator/btdev.c"
  sed -i '/^static bool inquiry_timeout(/,/^}/ s|^\ttimeout_remove(btdev->inquiry_id);|\tbtdev->inquiry_timeout_id = 0;\n&|' \
    "$emulator/btdev.c"
  sed -i 's|#define MAX_EPOLL_EVENTS 10|#define MAX_EPOLL_EVENTS 1|' \
    "$1/src/shared/mainloop.c"
  sed -i -e 's|acl_mtu = 192;|acl_mtu = 1021;|' \
    -e 's|acl_max_pkt = 1;|acl_max_pkt = 8;|' "$emulator/btdev.c"
  sed -i 's|"/tmp/bt-server-|"bt-server-|' "$emulator/main.c"
  sed -i -e 's|sendmsg(client->fd, &msg, MSG_DONTWAIT)|sendmsg(client->fd, \&msg, MSG_NOSIGNAL)|' \
    -e "/^static void client_read_callback(/,/^}/{
      /^}/r $here/btvirt-read.c
      d
    }" "$emulator/server.c"
  if ! grep -q 'acl_handle_pack(conn->link->handle' "$emulator/btdev.c" ||
    ! grep -q 'dev->io_cap = remote->io_cap' "$emulator/btdev.c" ||
    ! grep -A1 'inquiry_timeout_id = 0' "$emulator/btdev.c" |
    grep -q 'remove(btdev->inquiry_id)' ||
    ! grep -q 'MAX_EPOLL_EVENTS 1$' "$1/src/shared/mainloop.c" ||
    ! grep -q 'acl_mtu = 1021' "$emulator/btdev.c" ||
    ! grep -q 'acl_max_pkt = 8' "$emulator/btdev.c" ||
    ! grep -q '"bt-server-' "$emulator/main.c" ||
    ! grep -q 'MSG_NOSIGNAL' "$emulator/server.c" ||
    ! grep -q 'MSG_WAITALL' "$emulator/server.c"; then
    echo "The changes do not fit this source of btvirt" >&2
    return 1
  fi
}
