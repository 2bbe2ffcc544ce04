#!/bin/bash
# dataops-host: how a node becomes what it is told.
#
#   dataops-host VERB [--key value …] [-- argument …]
#
# Userdata runs `join` at first boot; the operator's CLI runs the same verbs over SSH. Every verb can be run again:
# it says "changed": false when there was nothing to do.
#
# stdout  one line of JSON: {"verb":…,"changed":…} and what the verb adds
# stderr  log lines
# exit    0 done or already so · 1 failed ("error") · 3 refused ("refused") · 64 usage
#         75 not now ("error"): another verb is at work, or the host is going down
#
# Needs bash 5, coreutils, diffutils, grep, util-linux, e2fsprogs, tar, curl 7.88, systemd, java 17.
# Assembled from host/program/*.sh in order: edit those.
set -Eeuo pipefail
shopt -s inherit_errexit nullglob
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022

readonly etc=/etc/kafka
# Class archives (VERSION.jsa) that an image may bring for its own JVM: nodes start in two thirds of the time.
readonly classes=/usr/local/share/dataops/classes
readonly opt=/opt/kafka
readonly disk=/var/lib/kafka
readonly data=$disk/data
# On the data disk, root's: what must come back with the disk when the machine does not.
readonly kept=$disk/.dataops
readonly logs=/var/log/kafka
readonly var=/var/lib/dataops
readonly identity_file=/etc/dataops/identity
readonly lock_file=/run/dataops.lock
readonly unit=kafka.service

verb=
changed=false
# Of a verb with steps: those before this one.
changed_before=false
spoken=false
broken=

log() { printf 'dataops-host %s: %s\n' "$verb" "$*" >&2 || true; }

# change WHAT: this verb has changed something.
change() {
  changed=true
  log "$*"
}

# json TEXT → REPLY: a JSON string, quotes included.
json() {
  local text=$1 escaped='' char index
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  if [[ $text == *[[:cntrl:]]* ]]; then
    for ((index = 0; index < ${#text}; index++)); do
      char=${text:index:1}
      [[ $char != [[:cntrl:]] ]] || printf -v char '\\u%04x' "'$char"
      escaped+=$char
    done
    text=$escaped
  fi
  REPLY="\"$text\""
}

# say MEMBERS: the one line of stdout.
say() {
  spoken=true
  [[ $verb != serve ]] || return 0
  ! $changed_before || changed=true
  printf '{"verb":"%s","changed":%s%s}\n' "$verb" "$changed" "${1:+,$1}" >&3 || true
}

# None of these may be called inside $(…): the line would be said twice. Functions answer in REPLY instead.
fail() {
  log "failed: $*"
  json "$*"
  say "\"error\":$REPLY"
  exit 1
}

refuse() {
  log "refused: $*"
  json "$*"
  say "\"refused\":$REPLY"
  exit 3
}

usage() {
  log "usage: $*"
  json "$*"
  say "\"error\":$REPLY"
  exit 64
}

# boot_state → REPLY: systemd's word for the whole system: starting, running, degraded, stopping, …
boot_state() {
  REPLY=$(systemctl is-system-running 2>/dev/null) || true
  # At the very end systemd makes room for the program that unmounts what is left, and answers no more.
  [[ -n $REPLY && $REPLY != unknown ]] || REPLY=stopping
}

on_exit() {
  local code=$?
  $spoken || {
    json "unexpected: ${broken:-exit $code}"
    say "\"error\":$REPLY"
    [[ $code != 0 ]] || code=1
  }
  case $code in
    0 | 3 | 64 | 75) ;;
    *)
      # Its disks are unmounted and its services held back by then: whoever asked asks again once it is back.
      boot_state
      [[ $REPLY != stopping ]] || { log "this host is going down"; code=75; }
      ;;
  esac
  exit "$code"
}

# check WHAT VALUE PATTERN: nothing from outside is used before it has the form that is expected of it.
check() {
  [[ $2 =~ ^($3)$ ]] || fail "$1: not of the expected form; expected $3; got ${2:0:80}"
}

# check_option NAME VALUE PATTERN: what the caller got wrong is usage.
check_option() {
  [[ $2 =~ ^($3)$ ]] || usage "--$1: not of the expected form; expected $3; got ${2:0:80}"
}

readonly is_version='[0-9]{1,4}(\.[0-9]{1,4}){2}'
readonly is_word='[k-z]{8}'
readonly is_sha256='[0-9a-f]{64}'
readonly is_seconds='[1-9][0-9]{0,4}'
readonly is_lease='[0-9]{1,15}'
readonly is_number='[0-9]{1,18}'
readonly is_uuid='[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

# retry TIMES COMMAND…: with back-off, at most 30 s between two. The command runs without errexit.
retry() {
  local left=$1 pause=1
  shift
  until "$@"; do
    ((--left > 0)) || return 1
    log "$1 did not succeed, again in ${pause}s"
    sleep "$pause"
    ((pause = pause * 2 > 30 ? 30 : pause * 2))
  done
}

# replace FILE MODE TEXT: whole or not at all. Counts as a change only when the text differs.
replace() {
  local file=$1 mode=$2 text=$3 old='' temporary
  if [[ -f $file ]]; then
    IFS= read -r -d '' old <"$file" || true
    [[ $old != "$text" ]] || return 0
  fi
  temporary=$file.new
  printf '%s' "$text" >"$temporary"
  chmod "$mode" "$temporary"
  sync "$temporary"
  mv -f "$temporary" "$file"
  sync "${file%/*}"
  change "wrote $file"
}

# place_unit NAME TEXT: a systemd unit, enabled.
place_unit() {
  local file=/etc/systemd/system/$1 before=''
  [[ ! -f $file ]] || before=$(sha256sum "$file")
  replace "$file" 0644 "$2"
  [[ $before == "$(sha256sum "$file")" ]] || systemctl daemon-reload
  systemctl is-enabled --quiet "$1" || {
    systemctl --quiet enable "$1"
    change "enabled $1"
  }
}

# first_line FILE → REPLY: empty when there is no file.
first_line() {
  REPLY=
  [[ ! -r $1 ]] || IFS= read -r REPLY <"$1" || true
}

take_lock() {
  exec 9>>"$lock_file"
  flock --nonblock 9 || {
    log "another verb is at work on this host"
    say '"error":"another verb is at work on this host"'
    exit 75
  }
}

# newest_lease → REPLY: the newest token that this host has seen; 0 when none.
newest_lease() {
  first_line "$var/lease"
  check "$var/lease" "${REPLY:-0}" "$is_lease"
  REPLY=$((10#${REPLY:-0}))
}

# honour_lease TOKEN → raised: an operator whose lease was taken over must not move this node any more. A lock of its
# own, because a token may be announced while another verb is at work.
honour_lease() {
  local token
  raised=false
  check_option lease "$1" "$is_lease"
  token=$((10#$1))
  mkdir -p "$var"
  exec 8>>"$var/lease.lock"
  flock --timeout 10 8 || fail "$var/lease.lock: held by another process; expected it free within 10s"
  newest_lease
  ((token >= REPLY)) || refuse "lease $token is older than $REPLY, the newest that this host has seen; expected $REPLY \
or above; either another operator took over, or the cluster's lease object was deleted and its numbers began anew: \
then continue above $REPLY"
  if ((token > REPLY)); then
    printf '%s\n' "$token" >"$var/lease.new"
    sync "$var/lease.new"
    mv -f "$var/lease.new" "$var/lease"
    raised=true
  fi
  exec 8>&-
}
