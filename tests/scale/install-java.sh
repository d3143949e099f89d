#!/bin/sh
# Installs what Spark runs on: Debian's Java, as root only, and only if there is none.
set -eu
command -v java >/dev/null && exit 0
command -v apt-get >/dev/null || { echo "install Java 17 or newer by hand: no apt-get here" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "run as root: apt-get install openjdk-17-jre-headless" >&2; exit 1; }
install() { apt-get install -y --no-install-recommends "$1"; }
install openjdk-17-jre-headless || { apt-get update && { install openjdk-17-jre-headless || install default-jre-headless; }; }
