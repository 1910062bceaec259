#!/usr/bin/env bash
# `make sbom`: what is installed, in CycloneDX, and a check that it is what the lock says.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .run
.venv/bin/cyclonedx-py --environment --format json --schema-version 1.4 --purl-bom-ref --force --output .run/sbom.json
exec .venv/bin/python -m tools.sbom .run/sbom.json
