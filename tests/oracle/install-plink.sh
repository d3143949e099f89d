#!/bin/sh
# Installs the two PLINKs that the oracle tests compare with: Debian packages, as root only, and only if they are missing.
set -eu
command -v plink1.9 >/dev/null && command -v plink2 >/dev/null && exit 0
command -v apt-get >/dev/null || { echo "install plink1.9 and plink2 by hand: no apt-get here" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "run as root: apt-get install plink1.9 plink2" >&2; exit 1; }
apt-get install -y --no-install-recommends plink1.9 plink2 || {
    apt-get update
    apt-get install -y --no-install-recommends plink1.9 plink2
}
