#!/usr/bin/env bash
# The browser test uses Debian's chromium. Says how to get it; in CI, where we are root, gets it.
set -euo pipefail
if [ -x /usr/bin/chromium ]; then
    echo "  $(/usr/bin/chromium --version 2>/dev/null | head -n 1)"
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "  Instalando chromium (paquete de Debian)"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
fi
printf '✗ Falta /usr/bin/chromium para la prueba en el navegador.\n  Para arreglarlo: sudo apt-get install chromium\n' >&2
exit 1
