# hold: announces a lease. From then on an older one is refused; a verb that is at work under it just ends.

# verb_hold --lease N [--within SECONDS]: with a time it also waits until the verb that is at work has ended.
verb_hold() {
  local within=${args[within]:-}
  [[ -v args[lease] ]] || usage "hold --lease N"
  [[ -z $within ]] || check_option within "$within" "$is_seconds"
  honour_lease "${args[lease]}"
  newest_lease
  ! $raised || change "holds lease $REPLY"
  if [[ -n $within ]]; then
    exec 9>>"$lock_file"
    flock --timeout "$within" 9 || fail "another verb is at work on this host; expected it to end within ${within}s"
  fi
  say "\"lease\":$REPLY"
}
