#!/bin/bash
# Holds one host: starts its system, and starts it again when it reboots. Lives on when the lab's daemon does not.
# usage: run-host.sh FOLDER INSTANCE NAMESPACE CONSOLE
set -u
folder=$1 instance=$2 namespace=$3 console=$4

exec 9>"$folder/lock"
flock --nonblock 9 || exit 0 # held already

start_of() {
  local stat words
  stat=$(</proc/"$1"/stat) && read -ra words <<<"${stat##*) }" && echo "${words[19]}"
}
record() { echo "$2 $(start_of "$2")" >"$folder/$1.draft" && mv "$folder/$1.draft" "$folder/$1"; }

join() {
  while read -r door; do echo "$BASHPID" >"$door" || exit 1; done <"$folder/doors"
}

boot() {
  join
  exec 9>&-
  # its locks would outlive a host that is killed
  export SYSTEMD_NSPAWN_LOCK=0
  exec systemd-nspawn --quiet --boot --register=no --keep-unit --directory="$folder/root" --machine="$instance" \
    --network-namespace-path="/run/netns/$namespace" --bind="$folder/disk:/dev/disk" \
    --resolv-conf=off --timezone=off --link-journal=no --console=read-only
}

rm -f "$folder/ended"
record loop $$
while :; do
  boot </dev/null >>"$console" 2>&1 &
  record system $!
  wait $!
  code=$?
  [ "$code" = 133 ] || break # how nspawn says that the system inside asked for a reboot
done
echo "$code" >"$folder/ended"
