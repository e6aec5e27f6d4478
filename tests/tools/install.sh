#!/bin/sh
# Installs what these tests need of the system, if it is not there.
set -eu
packages="gdal-bin python3-gdal postgresql-15 postgresql-15-postgis-3 python3-qgis qgis-providers fonts-dejavu-core libreoffice-calc man-db groff-base chromium"
server="yaml-language-server@1.25.0" # the last that runs with Debian's node
environment="${VENV:-.venv}"

ready() {
    command -v ogrinfo >/dev/null &&
        /usr/bin/python3 -I -c "import osgeo_utils.samples.validate_gpkg" 2>/dev/null &&
        command -v psql >/dev/null && test -x /usr/lib/postgresql/15/bin/initdb &&
        test -e /usr/share/postgresql/15/extension/postgis.control &&
        /usr/bin/python3 -I -c "import qgis.core" 2>/dev/null &&
        command -v soffice >/dev/null && test -e /usr/lib/libreoffice/program/libsclo.so &&
        command -v man >/dev/null && command -v groff >/dev/null && command -v npm >/dev/null &&
        test -x /usr/bin/chromium
}

missing() {
    echo "make test-tools: a program that the tests ask is missing; $1" >&2
    exit 1
}

# npm brings many packages, so Debian's is taken only where there is none.
language_server() {
    test -x "$environment/language-server/node_modules/.bin/yaml-language-server" ||
        npm install --silent --no-audit --no-fund --prefix "$environment/language-server" \
            "$server" >/dev/null || missing "npm install $server failed"
}

command -v npm >/dev/null || packages="$packages nodejs npm"
if ready; then
    language_server
    exit 0
fi
command -v apt-get >/dev/null ||
    missing "apt-get is not here: install what Debian calls $packages, and run it again"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || missing "as root: apt-get install $packages"
    as_root="sudo"
fi
$as_root apt-get update -qq || missing "apt-get update failed"
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --yes --no-install-recommends $packages >/dev/null ||
    missing "apt-get install $packages failed"
ready || missing "$packages are installed, but not where Debian 12 has them"
language_server
