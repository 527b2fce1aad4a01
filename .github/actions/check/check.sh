#!/usr/bin/env bash
# Runs `repair check` with what the action was given. Every line of the inputs is one argument and no shell reads it.
set -euo pipefail

paths=()
while IFS= read -r line || [ -n "$line" ]; do
  [ -z "${line//[[:space:]]/}" ] || paths+=("$line")
done <<<"${REPAIR_PATHS:-}"

arguments=(--format "${REPAIR_FORMAT:-github}")
while IFS= read -r line || [ -n "$line" ]; do
  [ -z "${line//[[:space:]]/}" ] || arguments+=("$line")
done <<<"${REPAIR_ARGUMENTS:-}"
[ -z "${REPAIR_OUTPUT:-}" ] || arguments+=(--output "$REPAIR_OUTPUT")

if [ "${#paths[@]}" -eq 0 ]; then
  echo "::error title=repair::no paths were given to check"
  exit 2
fi
exec repair check "${arguments[@]}" -- "${paths[@]}"
