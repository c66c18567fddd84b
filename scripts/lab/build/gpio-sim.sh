# shellcheck shell=bash
# Debian's kernels come without gpio-sim, and without the simulated interrupts
# that it is built upon: both are made out of Debian's kernel source, as one
# module.

build_gpio_sim() {
  local folder=$work/gpio-sim
  mkdir -p "$folder"/{headers,module}
  fetch_gpio_sim "$folder"
  write_module "$folder"
  local headers=$folder/headers/usr/src
  # The package's Makefile has the path at which it would be installed.
  echo "include $headers/linux-headers-${release%-amd64}-common/Makefile" \
    >"$headers/linux-headers-$release/Makefile"
  # Without type information, for which another package would be wanted.
  make -s -C "$headers/linux-headers-$release" M="$folder/module" \
    CONFIG_DEBUG_INFO_BTF_MODULES= modules
  mkdir -p "$work/kernel/lib/modules/$release/extra"
  strip --strip-debug \
    -o "$work/kernel/lib/modules/$release/extra/gpio-sim.ko" \
    "$folder/module/gpio-sim.ko"
}

fetch_gpio_sim() {
  local folder=$1 needed package
  needed=$(apt-cache "${APT[@]}" depends "linux-headers-$release" |
    sed -n 's/^ *Depends: \(linux-\(headers\|kbuild\)[^ ]*\)$/\1/p')
  # shellcheck disable=SC2086 # each line is a package
  fetch "$folder" "linux-headers-$release" "linux-source-$KERNEL" $needed
  for package in "$folder"/linux-{headers,kbuild}*.deb; do
    unpack "$package" "$folder/headers"
  done
  local tree=linux-source-$KERNEL
  # tar stops at the last of the files, and what feeds it hears of that.
  dpkg-deb --fsys-tarfile "$folder"/linux-source-*.deb 2>/dev/null |
    tar -xO "./usr/src/$tree.tar.xz" 2>/dev/null | xz -dc -T2 2>/dev/null |
    tar -x -C "$folder" --strip-components=1 --occurrence=1 \
      "$tree"/{drivers/gpio/gpio-sim.c,drivers/gpio/gpiolib.h,kernel/irq/irq_sim.c} || true
}

write_module() {
  local folder=$1 module=$1/module
  cp "$folder/drivers/gpio/gpio-sim.c" "$module/gpio-sim-main.c"
  cp "$folder/drivers/gpio/gpiolib.h" "$module"
  {
    # irq_to_desc() is not for modules; the same by functions that are.
    echo '#include <linux/irq.h>'
    echo '#include <linux/irqdesc.h>'
    echo '#define irq_to_desc(i) irq_data_to_desc(irq_get_irq_data(i))'
    cat "$folder/kernel/irq/irq_sim.c"
  } >"$module/irq_sim.c"
  printf 'obj-m := gpio-sim.o\ngpio-sim-y := gpio-sim-main.o irq_sim.o\n' \
    >"$module/Kbuild"
}
