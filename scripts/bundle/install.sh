#!/bin/sh
# Installs Airlock from the folder that this file lies in. Touches no network. See sh install.sh --help.
#
# DIR/versions/ID/      one whole installation each: copied, compared with SHA256SUMS, tried out, then given its name
# DIR/current           names of the version in use and of the one before it; replacing this one file is the installation
# DIR/bin/airlock       starts what current names
# DIR/.airlock-install  says that the folder is ours; held while an installation runs
set -u
umask 022
mark=.airlock-install

usage() {
  cat <<'TEXT'
Usage: sh install.sh [--prefix DIR] [--no-tools]   installs, or updates what is installed in DIR
       sh install.sh --rollback [--prefix DIR]     goes back to the version before
       sh install.sh --uninstall [--prefix DIR]    removes the program; settings and ledger stay

DIR is ~/.local/share/airlock-app unless you say otherwise. --no-tools leaves out Bandit, Ruff and Semgrep.
Exit 0 fine, 1 installed but "airlock doctor" found something, 2 nothing was changed.
TEXT
}

say() { printf '%s\n' "$1"; }
complain() { printf 'airlock: %s\n' "$1" >&2; }
refuse() { complain "$1"; exit 2; }

# A path as a shell reads it back.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

# A file's name as it may be shown: without what a terminal would obey.
shown() { printf '%s' "$1" | tr -d '\000-\037\177'; }

# Compares a folder with its SHA256SUMS: one sentence, and a failure, at the first file that is damaged, missing or too many.
# What Node compiled for itself (app/.cache) is allowed when $2 is "used".
verify() (
  cd -- "$1" || exit 1
  if [ ! -f SHA256SUMS ] || [ -L SHA256SUMS ] || [ ! -s SHA256SUMS ]; then
    complain "SHA256SUMS is missing. Unpack the archive again, into an empty folder."
    exit 1
  fi
  if LC_ALL=C grep -Evq '^[0-9a-f]{64}  [^/].*$' SHA256SUMS; then
    complain "SHA256SUMS is damaged. Copy the archive again and compare its sha256."
    exit 1
  fi
  cache=./app/.cache
  [ "$2" = used ] || cache=./SHA256SUMS
  surplus=$(find . -path "$cache" -prune -o ! -type d ! -path ./SHA256SUMS -print |
    LC_ALL=C awk 'NR == FNR { listed[substr($0, 67)] = 1; next } !(substr($0, 3) in listed) { print substr($0, 3); exit }' SHA256SUMS -)
  odd=$(find . -path "$cache" -prune -o ! -type d ! -type f -print | head -n 1)
  if [ -n "$surplus$odd" ]; then
    complain "$(shown "${surplus:-${odd#./}}") is no part of Airlock's bundle. Unpack the archive again, into an empty folder."
    exit 1
  fi
  counted=$(LC_ALL=C sha256sum -c SHA256SUMS 2>/dev/null |
    LC_ALL=C awk '/: OK$/ { good++; next } bad == "" { bad = $0 } END { print good + 0 " " bad }')
  if [ "${counted%% *}" -ne "$(wc -l <SHA256SUMS)" ]; then
    bad=${counted#* }
    case $bad in
    *': FAILED open or read') complain "$(shown "${bad%: FAILED*}") is missing. Unpack the archive again, into an empty folder." ;;
    *': FAILED') complain "$(shown "${bad%: FAILED*}") is damaged. Copy the archive again and compare its sha256." ;;
    *) complain "The files could not be compared with SHA256SUMS. Unpack the archive again, into an empty folder." ;;
    esac
    exit 1
  fi
)

# First line of current: the version in use; second: the one before it.
read_current() {
  current='' previous=''
  [ -f "$prefix/current" ] || return 0
  { IFS= read -r current; IFS= read -r previous; } <"$prefix/current"
  return 0
}

# The one step that counts: one file takes another's place, and is on the disk before it does.
switch_to() {
  printf '%s\n%s\n' "$1" "$2" >"$prefix/.draft.current" && { sync "$prefix/.draft.current" || sync; } && mv -f -- "$prefix/.draft.current" "$prefix/current"
}

write_launcher() { # NAME PROGRAM
  cat >"$prefix/.draft.launcher" <<TEXT || return 1
#!/bin/sh
# Starts the version of Airlock that the file current names.
prefix=\$(CDPATH='' cd -- "\$(dirname -- "\$(readlink -f -- "\$0")")/.." && pwd)
if ! IFS= read -r version 2>/dev/null <"\$prefix/current"; then
  echo "airlock: the installation in \$prefix is not complete; run install.sh of the bundle again." >&2
  exit 2
fi
exec "\$prefix/versions/\$version/$2" "\$@"
TEXT
  chmod 755 "$prefix/.draft.launcher" && mv -f -- "$prefix/.draft.launcher" "$prefix/bin/$1"
}

# On every way out. Until the switch, a first installation leaves nothing behind, and an update what was there.
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
  if [ -z "$locked" ]; then
    [ -z "$made" ] || rmdir -- "$prefix" 2>/dev/null
    return 0
  fi
  rm -rf -- "$prefix"/versions/.draft.* "$prefix"/.draft.*
  if [ ! -f "$prefix/current" ]; then
    rm -rf -- "${prefix:?}/versions" "$prefix/bin/airlock" "$prefix/bin/airlock-desktop" "$prefix/install.sh" "${prefix:?}/$mark"
    rmdir -- "$prefix/bin" "$prefix" 2>/dev/null
  fi
  return 0
}

lock() {
  # In a shell of its own: one that cannot redirect ends.
  (: >>"$prefix/$mark") 2>/dev/null || refuse "$prefix cannot be written. Name another folder with --prefix DIR."
  exec 9>>"$prefix/$mark"
  if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
    refuse "Another installation into $prefix is running. Wait for it to end."
  fi
  locked=yes
  prefix=$(CDPATH='' cd -- "$prefix" && pwd -P)
}

choose_prefix() {
  if [ -z "$prefix" ]; then
    if [ -f "$here/$mark" ]; then
      prefix=$here
    elif [ -n "${XDG_DATA_HOME:-${HOME:-}}" ]; then
      prefix=${XDG_DATA_HOME:-$HOME/.local/share}/airlock-app
    else
      refuse "There is no HOME here. Say where to install: --prefix DIR."
    fi
  fi
  case $prefix in
  *'
'*) refuse "A folder's name with a line break cannot be used. Name another with --prefix DIR." ;;
  /*) ;;
  *) prefix=$(pwd -P)/$prefix ;;
  esac
}

install_airlock() {
  if [ ! -f "$here/SHA256SUMS" ] || [ ! -f "$here/VERSION" ]; then refuse "This is not an unpacked bundle. Run install.sh where the archive was unpacked."; fi
  [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || refuse "This bundle is for Linux on x86_64, and this is $(uname -s) on $(uname -m)."
  say "Comparing every file with its checksum …"
  verify "$here" new || exit 2
  IFS= read -r version <"$here/VERSION"
  sums=$(sha256sum "$here/SHA256SUMS") || refuse "SHA256SUMS cannot be read."
  # Two bundles of one version are two installations; a name with an odd character is escaped with a backslash in front.
  sums=${sums#\\}
  id=$version-$(printf '%.12s' "$sums")

  case $prefix/ in "$here"/*) refuse "The bundle's own folder cannot be installed into. Name another with --prefix DIR." ;; esac
  if [ "$prefix" = "${AIRLOCK_HOME:-}" ] || [ "$prefix" = "${XDG_DATA_HOME:-${HOME:-}/.local/share}/airlock" ]; then
    refuse "$prefix is where Airlock keeps its data. Name another folder with --prefix DIR."
  fi
  if [ -e "$prefix" ] && [ ! -d "$prefix" ]; then refuse "$prefix is not a folder. Name one with --prefix DIR."; fi
  if [ -d "$prefix" ] && [ ! -f "$prefix/$mark" ] && [ -n "$(ls -A -- "$prefix")" ]; then
    refuse "$prefix holds other things. Name an empty folder, or one that does not exist, with --prefix DIR."
  fi
  [ -d "$prefix" ] || made=yes
  mkdir -p -- "$prefix" 2>/dev/null || refuse "$prefix cannot be made. Name another folder with --prefix DIR."
  lock
  case $prefix/ in "$here"/*) refuse "The bundle's own folder cannot be installed into. Name another with --prefix DIR." ;; esac
  # What a killed installation left, now that none is running.
  rm -rf -- "$prefix"/versions/.draft.* "$prefix"/.draft.*
  mkdir -p -- "$prefix/versions" "$prefix/bin" 2>/dev/null || refuse "$prefix cannot be written. Name another folder with --prefix DIR."
  read_current

  target=$id
  attempt=2
  while [ -e "$prefix/versions/$target" ] && ! verify "$prefix/versions/$target" used 2>/dev/null; do
    target=$id-$attempt
    attempt=$((attempt + 1))
  done
  if [ -e "$prefix/versions/$target" ]; then
    say "Airlock $version is there already, and whole."
  else
    copy_and_try
  fi

  write_launcher airlock app/bin/airlock 2>/dev/null || refuse "$prefix/bin cannot be written."
  if [ -d "$prefix/versions/$target/desktop" ]; then
    write_launcher airlock-desktop desktop/airlock 2>/dev/null || refuse "$prefix/bin cannot be written."
  fi
  if ! cp -- "$prefix/versions/$target/install.sh" "$prefix/.draft.install" 2>/dev/null ||
    ! mv -f -- "$prefix/.draft.install" "$prefix/install.sh" 2>/dev/null; then
    refuse "$prefix cannot be written."
  fi
  case $current in
  "$target" | "$id" | "$id"-*) kept=$previous ;;
  *) kept=$current ;;
  esac
  if [ "$kept" = "$target" ] || [ ! -d "$prefix/versions/$kept" ]; then kept=''; fi
  switch_to "$target" "$kept" 2>/dev/null || refuse "$prefix/current cannot be written."
  for folder in "$prefix"/versions/*; do
    case ${folder##*/} in "$target" | "$kept") ;; *) rm -rf -- "$folder" ;; esac
  done
  rm -rf -- "$prefix"/versions/.draft.*
  say "Airlock $version is installed in $prefix."
  link_program
  examine
}

copy_and_try() {
  needed=$(du -sk -- "$here" | awk '{ print $1 }')
  free=$(df -Pk -- "$prefix" | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -lt "${needed:-0}" ]; then
    refuse "Airlock needs $((needed / 1024 + 1)) MB in $prefix, and $((free / 1024)) MB are free. Make room, or name another folder with --prefix DIR."
  fi
  say "Copying to $prefix …"
  draft=$prefix/versions/.draft.$$
  mkdir -- "$draft" 2>/dev/null || refuse "$prefix cannot be written."
  if ! error=$(cp -R -- "$here/." "$draft/" 2>&1); then
    refuse "Copying to $prefix failed ($(shown "$(printf '%s\n' "$error" | tail -n 1)")). Nothing was installed. Make room and try again."
  fi
  chmod -R u=rwX,go=rX -- "$draft"
  verify "$draft" new 2>/dev/null || refuse "The copy in $prefix is not what the bundle holds. Nothing was installed. Check the disk."
  say "Trying it out …"
  # In a home of its own: nobody's data is opened by a version that may yet be refused.
  if ! tried=$(cd "$draft" && AIRLOCK_HOME=$draft.home NODE_DISABLE_COMPILE_CACHE=1 "$draft/app/bin/airlock" doctor 2>&1 9>&-); then
    printf '%s\n' "$tried" | grep -v '^✓' >&2
    refuse "Airlock $version does not work on this machine, as said above. Nothing was installed. It needs glibc 2.34 or newer."
  fi
  # On the disk before it has a name: a power cut leaves the draft, or all of it.
  sync -f "$draft" 2>/dev/null || sync
  mv -- "$draft" "$prefix/versions/$target" 2>/dev/null || refuse "$prefix cannot be written."
}

link_program() {
  start=$prefix/bin/airlock
  if [ -n "${HOME:-}" ] && [ -d "$HOME/.local/bin" ]; then
    link=$HOME/.local/bin/airlock
    if [ "$(readlink -- "$link" 2>/dev/null)" = "$start" ]; then
      start=airlock
    elif [ -e "$link" ] || [ -L "$link" ]; then
      say "$link is something else and was left as it is."
    elif ln -s -- "$start" "$link" 2>/dev/null; then
      start=airlock
    fi
    case :${PATH:-}: in *:"$HOME/.local/bin":*) ;; *) start=$prefix/bin/airlock ;; esac
  fi
}

examine() {
  wheels=$prefix/versions/$target/wheels
  result=0
  cd -- "$prefix/versions/$target" || result=1
  if [ "$tools" = yes ] && [ -d "$wheels" ] && command -v python3 >/dev/null 2>&1; then
    "$prefix/bin/airlock" doctor --install-tools --wheels "$wheels" 9>&-
    result=$?
    # 2: the tools could not be installed, and a sentence said why. The program does not need them.
    if [ "$result" -eq 2 ]; then
      "$prefix/bin/airlock" doctor 9>&-
      result=$?
    fi
  else
    "$prefix/bin/airlock" doctor 9>&-
    result=$?
    [ ! -d "$wheels" ] || say "Bandit, Ruff and Semgrep: $start doctor --install-tools --wheels $(quoted "$wheels")"
  fi
  say ""
  say "Start:     $start serve FOLDER"
  [ ! -x "$prefix/bin/airlock-desktop" ] || say "Desktop:   $prefix/bin/airlock-desktop FOLDER"
  [ -z "$kept" ] || say "Go back:   sh $(quoted "$prefix/install.sh") --rollback"
  say "Uninstall: sh $(quoted "$prefix/install.sh") --uninstall"
  if [ "$(id -u)" -eq 0 ] && [ -d "$wheels" ]; then
    say "Tools are each person's own. Others who use this installation run: $prefix/bin/airlock doctor --install-tools --wheels $(quoted "$wheels")"
  fi
  [ "$result" -eq 0 ] || exit 1
}

roll_back() {
  if [ ! -f "$prefix/$mark" ] || [ ! -f "$prefix/current" ]; then
    refuse "No Airlock is installed in $prefix. Name its folder with --prefix DIR."
  fi
  lock
  read_current
  if [ -z "$previous" ] || [ ! -d "$prefix/versions/$previous" ]; then refuse "No earlier version is kept in $prefix."; fi
  verify "$prefix/versions/$previous" used 2>/dev/null || refuse "The earlier version is not whole any more. Nothing was changed. Install its bundle again."
  switch_to "$previous" "$current" 2>/dev/null || refuse "$prefix/current cannot be written."
  say "Airlock $previous is in use again. Once more, and $current is."
}

uninstall() {
  if [ ! -f "$prefix/$mark" ] || [ ! -f "$prefix/current" ]; then
    refuse "No Airlock is installed in $prefix. Name its folder with --prefix DIR."
  fi
  lock
  if [ -n "${HOME:-}" ] && [ "$(readlink -- "$HOME/.local/bin/airlock" 2>/dev/null)" = "$prefix/bin/airlock" ]; then
    rm -f -- "$HOME/.local/bin/airlock"
  fi
  rm -f -- "$prefix/current" || refuse "$prefix cannot be written."
  # The rest is what cleaning up removes where nothing is installed: only what this script has made.
  say "Airlock is removed from $prefix. Settings, ledger and tools stay in ${AIRLOCK_HOME:-${XDG_DATA_HOME:-${HOME:-~}/.local/share}/airlock}; remove that folder to forget them."
}

main() {
  prefix='' action=install tools=yes made='' locked='' kept=''
  while [ $# -gt 0 ]; do
    case $1 in
    --prefix)
      [ -n "${2:-}" ] || refuse "--prefix needs a folder: --prefix DIR."
      prefix=$2
      shift
      ;;
    --prefix=?*) prefix=${1#--prefix=} ;;
    --no-tools) tools=no ;;
    --rollback) action=rollback ;;
    --uninstall) action=uninstall ;;
    --help | -h) usage; exit 0 ;;
    *) refuse "$(shown "$1") is not understood. sh install.sh --help shows what is." ;;
    esac
    shift
  done
  for tool in awk cat chmod cp df dirname du find grep head id ln ls mkdir mv readlink rm rmdir sed sha256sum tail tr uname wc; do
    command -v "$tool" >/dev/null 2>&1 || refuse "The program $tool is needed and was not found on PATH."
  done
  case $0 in /*) here=$0 ;; *) here=./$0 ;; esac
  here=$(CDPATH='' cd -- "$(dirname -- "$here")" && pwd -P) || refuse "The folder of install.sh cannot be read."
  choose_prefix
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  case $action in
  install) install_airlock ;;
  rollback) roll_back ;;
  uninstall) uninstall ;;
  esac
  exit 0
}

main "$@"
