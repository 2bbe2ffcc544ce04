# stop: controlled shutdown, waited for. Never kills: what does not stop in time is for the operator to look at.

# verb_stop [--within SECONDS]: default 360, above Kafka's five minutes.
verb_stop() {
  local within=${args[within]:-360} began=$SECONDS
  check_option within "$within" "$is_seconds"
  service
  if [[ $service_state != inactive && $service_state != failed ]]; then
    systemctl stop --no-block "$unit"
    change "asked $unit to stop"
    while service; [[ $service_state != inactive && $service_state != failed ]]; do
      ((SECONDS - began < within)) || fail "$unit: still $service_state; expected it to stop within ${within}s"
      sleep 0.2
    done
  fi
  say "\"state\":\"$service_state\",\"seconds\":$((SECONDS - began))"
}
