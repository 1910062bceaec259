#!/usr/bin/env bash
# The browser tests use Debian's chromium and the accessibility checks of npm's axe-core. Says how to get them; in CI,
# where we are root, gets them.
set -euo pipefail
AXE=axe-core@4.10.3
CARPETA="$(dirname "$0")/../.run/axe"

falta() {
    printf '✗ Falta %s para las pruebas en el navegador.\n  Para arreglarlo: sudo apt-get install %s\n' "$1" "$2" >&2
    exit 1
}

paquete() {
    [ -x "/usr/bin/$1" ] && return
    { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; } || falta "/usr/bin/$1" "$2"
    echo "  Instalando $2 (paquete de Debian)"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

paquete chromium chromium
echo "  $(/usr/bin/chromium --version 2>/dev/null | head -n 1)"
if [ ! -f "$CARPETA/package/axe.min.js" ]; then
    paquete npm npm
    mkdir -p "$CARPETA"
    (cd "$CARPETA" && npm pack --silent "$AXE" >/dev/null && tar xzf axe-core-*.tgz package/axe.min.js package/LICENSE)
fi
echo "  $AXE"
