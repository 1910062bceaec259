#!/usr/bin/env bash
# The supply chain: bandit, secrets, hashes of the lock, no package index named. Less than a minute; no network.
set -euo pipefail
cd "$(dirname "$0")/.."
exec .venv/bin/python -m tools.suministro
