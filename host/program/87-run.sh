# run: a site's own step: one command, as given and without a shell, bounded in time.

# How much of its output is kept at all, bytes.
readonly kept_output=65536
# Seconds between SIGTERM and SIGKILL.
mercy=10

# run_bounded SECONDS FILE ARGV… → run_code: the end of its output in FILE. What it leaves in its process group ends with
# it. The lock stays here: a process that gets away must not hold it.
run_bounded() {
  local within=$1 file=$2 to reader runner round
  shift 2
  exec {to}> >(exec tail --bytes="$kept_output" >"$file" 3>&- 9>&-)
  reader=$!
  (
    # A command may rely on it.
    trap - PIPE
    exec timeout --kill-after="$mercy" "$within" "$@" </dev/null >&"$to" 2>&1 3>&- 9>&- {to}>&-
  ) &
  runner=$!
  exec {to}>&-
  run_code=0
  wait "$runner" || run_code=$?
  kill -KILL -- "-$runner" 2>/dev/null || true
  for ((round = 0; round < 100; round++)); do
    kill -0 "$reader" 2>/dev/null || return 0
    sleep 0.02
  done
  kill "$reader" 2>/dev/null || true
  printf 'its output is held open by a process that it left behind\n' >"$file"
}

# last_of FILE COUNT → REPLY: its last lines.
last_of() {
  local -a lines=()
  mapfile -t lines < <(tr -d '\0' <"$1" | tail --lines="$2")
  local IFS=$'\n'
  REPLY="${lines[*]}"
}

# verb_run --within SECONDS -- /path [argument …]
verb_run() {
  local within=${args[within]:-} began=$SECONDS file output what
  [[ -n $within ]] || usage "run --within SECONDS -- /path [argument …]"
  check_option within "$within" "$is_seconds"
  [[ ${command[0]:-} == /* ]] || usage "run: command; expected an absolute path; got ${command[0]:-none}"
  what=${command[0]:0:200}
  know
  file=$(mktemp /run/dataops-output.XXXXXXXX)
  export DATAOPS_CLUSTER=${identity[cluster]} DATAOPS_NODE=${identity[node]} DATAOPS_LEASE=${args[lease]:-}
  change "runs $what"
  run_bounded "$within" "$file" "${command[@]}"
  last_of "$file" 20
  output=$REPLY
  rm -f "$file"
  strings "$output"
  local members="\"output\":$REPLY,\"exit\":$run_code"
  ((run_code != 0)) || { say "$members"; return 0; }
  if [[ $run_code == @(124|137) ]] && ((SECONDS - began >= within)); then
    what+=": ended after ${within}s; expected it to be done by then"
  else
    what+=": exit $run_code; expected 0"
  fi
  output=${output##*$'\n'}
  what+="${output:+: ${output:0:400}}"
  log "failed: $what"
  json "$what"
  say "\"error\":$REPLY,$members"
  exit 1
}
