# hold: announces a lease. From then on an older one is refused; a verb that is at work under it just ends.

# verb_hold --lease N
verb_hold() {
  [[ -v args[lease] ]] || usage "hold --lease N"
  honour_lease "${args[lease]}"
  newest_lease
  ! $raised || change "holds lease $REPLY"
  say "\"lease\":$REPLY"
}
