# stop: controlled shutdown, waited for. Never kills: what does not stop in time is for the operator to look at.

has_stopped() { [[ $service_state == inactive || $service_state == failed ]]; }

# refuse_another PID BOOT: the gates looked at one process, at one boot; where another lives now, they must look again.
refuse_another() {
  local found=${service_pid/#0/none}
  if [[ -n $2 ]]; then
    first_line /proc/sys/kernel/random/boot_id
    [[ $REPLY == "$2" ]] || refuse "this host was rebooted; expected boot $2; got $REPLY"
  fi
  # One that is on its way down and has let go of its number is the one.
  [[ -z $1 || $service_pid == "$1" || ($service_state == deactivating && $service_pid == 0) ]] ||
    refuse "$unit: another process than was looked at; expected pid $1; got $found ($service_state)"
}

# verb_stop [--within SECONDS] [--pid PID] [--boot ID]: within 360 by default, above Kafka's five minutes.
verb_stop() {
  local within=${args[within]:-360} pid=${args[pid]:-} boot=${args[boot]:-} began=$SECONDS
  check_option within "$within" "$is_seconds"
  [[ -z $pid ]] || check_option pid "$pid" '[1-9][0-9]{0,9}'
  [[ -z $boot ]] || check_option boot "$boot" "$is_uuid"
  service
  if ! has_stopped; then
    refuse_another "$pid" "$boot"
    systemctl stop --no-block "$unit"
    change "asked $unit to stop"
    while service; ! has_stopped; do
      ((SECONDS - began < within)) || fail "$unit: still $service_state; expected it to stop within ${within}s"
      sleep 0.2
    done
  fi
  say "\"state\":\"$service_state\",\"seconds\":$((SECONDS - began))"
}
