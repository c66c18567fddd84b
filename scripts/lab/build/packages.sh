# shellcheck shell=bash
# Packages and their sources, through an apt of the lab's own: it has lists and
# folders of its own, knows both architectures, and thinks that nothing is
# installed.

# The kernel for which all of this was tried out comes with this Debian.
DEBIAN=bookworm
KERNEL=6.12

APT=()

prepare_packages() {
  local apt=$work/apt
  mkdir -p "$apt"/{lists,archives}/partial
  : >"$apt/status"
  APT=(
    -o "Dir::State=$apt" -o "Dir::State::status=$apt/status"
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt"
    -o "Dir::Etc::sourcelist=$apt/sources.list"
    -o Dir::Etc::sourceparts=/dev/null
    -o APT::Architectures::=amd64 -o APT::Architectures::=arm64
    -o APT::Sandbox::User=root -o Debug::NoLocking=1
    -o Acquire::Languages=none -o Acquire::Retries=3
  )
  list_sources >"$apt/sources.list"
  [[ -s $apt/sources.list ]] || {
    echo "apt has no source for Debian's \"$DEBIAN\"" >&2
    return 1
  }
  apt-get "${APT[@]}" --quiet update
}

# Where this machine has Debian from, with the source packages.
list_sources() {
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' \
    'Created-By: Packages' 'Component: main' | sort -u |
    while read -r place suite; do
      [[ $suite == "$DEBIAN" || $suite == "$DEBIAN"-* ]] || continue
      echo "deb [signed-by=$keys] $place $suite main"
      echo "deb-src [signed-by=$keys] $place $suite main"
    done
}

# kernel_release: the one that stands behind Debian's newest package.
kernel_release() {
  apt-cache "${APT[@]}" depends "linux-image-$KERNEL-$arch:$arch" |
    sed -n 's/^ *Depends: linux-image-\([^:]*\).*/\1/p' | head -n 1
}

# fetch FOLDER PACKAGE...: the packages alone.
fetch() {
  local folder=$1
  shift
  mkdir -p "$folder"
  (cd "$folder" && apt-get "${APT[@]}" --quiet download "$@")
}

# fetch_all PACKAGE...: the packages and all that they need, into apt/archives.
fetch_all() {
  apt-get "${APT[@]}" --quiet --yes --no-install-recommends --download-only \
    install "${@/%/:$arch}"
}

# unpack PACKAGE_FILE FOLDER [TAR_OPTION...]
unpack() {
  local file=$1 folder=$2
  shift 2
  dpkg-deb --fsys-tarfile "$file" |
    tar -x --keep-directory-symlink -C "$folder" "$@"
}
