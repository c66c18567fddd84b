# shellcheck shell=bash
# What the kernel starts first: it has busybox, the modules that reach the root
# folder, and the script that does so.

# make_initrd MODULE...
make_initrd() {
  local initrd=$work/initrd
  mkdir -p "$initrd"/{bin,dev,proc,sys,lower,upper,root,modules}
  cp "$out/root/bin/busybox" "$initrd/bin"
  ln -s busybox "$initrd/bin/sh"
  cp "$here/../guest/reach-root.sh" "$initrd/init"
  chmod 755 "$initrd/init"
  list_modules "$@" | while read -r number file; do
    cp "$file" "$initrd/modules/$number-${file##*/}"
  done
  (cd "$initrd" && find . | cpio --quiet -o -H newc) | gzip -1 >"$out/initrd.img"
}

# Numbers the files, those that others need first.
list_modules() {
  local name
  for name in "$@"; do
    modprobe -d "$out/root" -S "$release" -D "$name"
  done | awk '$1 == "insmod" && !seen[$2]++ { print 10 + n++, $2 }'
}
