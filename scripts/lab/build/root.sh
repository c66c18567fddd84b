# shellcheck shell=bash
# The folder that becomes the machine's file system.

# install_root PACKAGE...
install_root() {
  local root=$out/root folder package
  for folder in bin sbin lib lib64; do
    mkdir -p "$root/usr/$folder"
    ln -s "usr/$folder" "$root/$folder"
  done
  mkdir -p "$root"/{proc,sys,dev,run,tmp,root,lab,etc/bluetooth} \
    "$root"/var/lib/{dbus,bluetooth} "$root/usr/local/bin"
  # bluetoothd has a socket in /var/run, its clients look for it in /run.
  ln -s ../run "$root/var/run"
  fetch_all "$@"
  for package in "$work"/apt/archives/*.deb; do
    case ${package##*/} in
      perl* | libperl* | usrmerge* | debconf* | adduser* | lib*-perl_*) ;;
      *) unpack "$package" "$root" \
        --exclude='./usr/share/doc*' --exclude='./usr/share/man*' \
        --exclude='./usr/share/locale*' ;;
    esac
  done
  # What scripts begin with.
  ln -sf busybox "$root/bin/sh"
  ln -sf busybox "$root/bin/env"
  # The lab starts bluetoothd itself; D-Bus would start another.
  rm -f "$root/usr/share/dbus-1/system-services/org.bluez.service"
  write_settings "$root"
}

write_settings() {
  local etc=$1/etc
  cat >"$etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
messagebus:x:100:100::/nonexistent:/bin/false
nobody:x:65534:65534::/nonexistent:/bin/false
END
  cat >"$etc/group" <<'END'
root:x:0:
lp:x:7:
messagebus:x:100:
bluetooth:x:101:
netdev:x:102:
gpio:x:103:
nogroup:x:65534:
END
  printf 'passwd: files\ngroup: files\nhosts: files\n' >"$etc/nsswitch.conf"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$etc/hosts"
  echo 0123456789abcdef0123456789abcdef >"$etc/machine-id"
  cat >"$etc/bluetooth/main.conf" <<'END'
[General]
DiscoverableTimeout = 0
[Policy]
AutoEnable=true
END
}
