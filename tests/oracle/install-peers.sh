#!/bin/sh
# Installs the programs that the oracle tests and the bench compare with: Debian packages, as root only, and only if one is missing.
set -eu
peers="plink1.9 plink2 bcftools tabix"
missing=0
for peer in $peers; do command -v "$peer" >/dev/null || missing=1; done
[ "$missing" = 0 ] && exit 0
command -v apt-get >/dev/null || { echo "install $peers by hand: no apt-get here" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "run as root: apt-get install $peers" >&2; exit 1; }
# shellcheck disable=SC2086
apt-get install -y --no-install-recommends $peers || {
    apt-get update
    apt-get install -y --no-install-recommends $peers
}
