# shellcheck shell=bash
# Debian's kernel, with those of its modules that the lab uses.

unpack_kernel() {
  fetch "$work/kernel" "linux-image-$release:$arch"
  unpack "$work"/kernel/*.deb "$work/kernel" ./boot ./lib/modules
  rm "$work"/kernel/*.deb
  local packed=$work/kernel/boot/vmlinuz-$release
  case $arch in
    amd64) unpack_vmlinux "$packed" "$out/vmlinux" ;;
    *) cp "$packed" "$out/vmlinux" ;;
  esac
}

# unpack_vmlinux FILE TO: takes out the program inside, which QEMU starts as it
# is: unpacking it in the machine, as any PC does, takes four seconds there.
unpack_vmlinux() {
  local magic=$'\x28\xb5\x2f\xfd' at
  for at in $(LC_ALL=C grep -abo "$magic" "$1" | cut -d: -f1); do
    tail -c "+$((at + 1))" "$1" | zstd -dcq >"$2" 2>/dev/null || true
    [[ $(head -c 4 "$2" | tail -c 3) == ELF ]] && return
  done
  echo "There is no kernel that could be started in \"$1\"" >&2
  return 1
}

# install_modules NAME...: with all that they need.
install_modules() {
  local modules=$out/root/lib/modules/$release name
  mkdir -p "$modules"
  cp "$work/kernel/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} \
    "$modules"
  for name in "$@"; do install_module "$name"; done
  depmod -b "$out/root" "$release"
}

install_module() {
  local name=$1 modules=$out/root/lib/modules/$release file need
  [[ ! -e $modules/$name.ko ]] || return 0
  file=$(find_module "$work/kernel/lib/modules/$release" "$name")
  # What is no module is a part of the kernel, of which depmod has the list.
  [[ -n $file ]] || return 0
  case $file in
    *.xz) xz -dc "$file" >"$modules/$name.ko" ;;
    *) cp "$file" "$modules/$name.ko" ;;
  esac
  for need in $(modinfo -F depends "$modules/$name.ko" | tr , ' '); do
    install_module "$need"
  done
}

# A file has "-" where the module's name may have "_".
find_module() {
  find "$1" -name "${2//[-_]/[-_]}.ko*" -print -quit
}
