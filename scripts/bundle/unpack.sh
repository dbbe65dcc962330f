#!/bin/sh
# Lies beside the archive that it was made with: compares it with its sha256, unpacks it for the moment, and runs the
# install.sh that is in it. Touches no network. Options go on to that one: see sh THIS --help.
set -u
umask 022
archive='@ARCHIVE@'
digest='@SHA256@'
unpacked_kilobytes='@KILOBYTES@'

refuse() {
  printf 'airlock: %s\n' "$1" >&2
  exit 2
}

# shellcheck disable=SC2317 # the trap calls it
clean_up() {
  [ -z "$draft" ] || rm -rf -- "$draft"
}

main() {
  draft=''
  case $0 in /*) here=$0 ;; *) here=./$0 ;; esac
  here=$(CDPATH='' cd -- "$(dirname -- "$here")" && pwd -P) || refuse "The folder of this script cannot be read."
  for tool in awk df gzip mktemp rm sha256sum tar; do
    command -v "$tool" >/dev/null 2>&1 || refuse "The program $tool is needed and was not found on PATH."
  done
  [ -f "$here/$archive" ] || refuse "$archive does not lie beside this script. Copy both into one folder."
  printf 'Comparing %s with its sha256 …\n' "$archive"
  found=$(sha256sum <"$here/$archive") || refuse "$archive cannot be read. Copy it again."
  [ "${found%% *}" = "$digest" ] || refuse "$archive is damaged or another one: its sha256 is not $digest. Copy it again. Nothing was changed."

  # Beside the archive where that can be written, since /tmp is often small and in memory.
  place=$here
  [ -w "$place" ] || place=${TMPDIR:-/tmp}
  for left in "$place"/.airlock-unpack.*; do
    # Of one that was killed: nobody holds it any more. Process numbers tell nothing, containers share them.
    if [ -f "$left/held" ] && command -v flock >/dev/null 2>&1 && flock -n "$left/held" true; then rm -rf -- "$left"; fi
  done
  free=$(df -Pk -- "$place" | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -lt "$unpacked_kilobytes" ]; then
    refuse "Unpacking needs $((unpacked_kilobytes / 1024 + 1)) MB in $place for the moment, and $((${free:-0} / 1024)) MB are free. Make room, or copy the two files to a larger disk."
  fi
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  draft=$(mktemp -d "$place/.airlock-unpack.XXXXXX" 2>/dev/null) || refuse "$place cannot be written. Copy the two files to a folder that can be."
  exec 9>"$draft/held"
  ! command -v flock >/dev/null 2>&1 || flock 9
  echo "Unpacking …"
  error=$(tar -xzf "$here/$archive" -C "$draft" 2>&1) || refuse "$archive could not be unpacked in $place ($(printf '%s\n' "$error" | head -n 1)). Nothing was changed. Make room and try again."
  sh "$draft/${archive%.tar.gz}/install.sh" "$@"
  exit
}

main "$@"
