# start: Kafka's process, up and listening. Whether the cluster is well is for the caller to ask.

# class_path VERSION → REPLY: in sorted order, as class archives want it; the JVM's own `*` has none.
class_path() {
  local -a jars=("$opt/$1"/libs/*.jar)
  ((${#jars[@]} > 0)) || fail "version $1: no jars under $opt/$1/libs"
  local IFS=:
  REPLY="${jars[*]}"
}

# service → service_state, service_pid, service_since (s since the epoch, 0: never), service_restarts
service() {
  local key value
  service_state=inactive service_pid=0 service_since=0 service_restarts=0
  while IFS='=' read -r key value; do
    case $key in
      ActiveState) service_state=$value ;;
      MainPID) service_pid=$value ;;
      NRestarts) service_restarts=$value ;;
      ExecMainStartTimestamp) service_since=${value#@} ;;
    esac
  done < <(systemctl show --timestamp=unix "$unit" \
    --property ActiveState,MainPID,NRestarts,ExecMainStartTimestamp)
}

# listeners → REPLY: "address port" lines of the rendered listeners.
listeners() {
  local text='' entry
  local -a entries=()
  setting listeners "$etc/server.properties"
  IFS=, read -r -a entries <<<"$REPLY"
  for entry in "${entries[@]}"; do
    [[ $entry =~ ^[A-Za-z0-9_]+://([0-9.]*):([0-9]{1,5})$ ]] || fail "$etc/server.properties: listeners; expected NAME://ADDRESS:PORT; got $entry"
    text+="${BASH_REMATCH[1]:-127.0.0.1} ${BASH_REMATCH[2]}"$'\n'
  done
  REPLY=$text
}

# every_port_open LINES: of "address port".
every_port_open() {
  local address port
  while read -r address port; do
    [[ -z $address ]] || (: <"/dev/tcp/$address/$port") 2>/dev/null || return 1
  done <<<"$1"
}

start_service() {
  local deadline=$((SECONDS + $1)) ports restarts
  find_device
  is_mounted || fail "$disk: ${identity[volume]} is not mounted there; run mount first"
  [[ -e $data/meta.properties ]] || fail "$data: not formatted; run format first"
  listeners
  ports=$REPLY
  service
  if [[ $service_state != active ]]; then
    # Ends a series of failed starts that systemd is in the middle of. Starts by hand count against its limit too.
    [[ $service_state == inactive ]] || systemctl stop "$unit"
    systemctl reset-failed "$unit" 2>/dev/null || true
    timeout "$1" systemctl start "$unit" || fail "$unit: could not be started: $(complaint)"
    change "started $unit"
    service
  fi
  restarts=$service_restarts
  listening=false
  while ((SECONDS < deadline)); do
    service
    [[ $service_state == active && $service_restarts == "$restarts" ]] || fail "$unit: ended while starting: $(complaint)"
    ! every_port_open "$ports" || { listening=true; break; }
    sleep 0.2
  done
  [[ $service_state == active ]] || fail "$unit: $service_state; expected active within $1s: $(complaint)"
  # A broker that recovers its log lives long before it listens, so this is no failure.
  $listening || log "$unit is up but does not listen yet"
}

# last_lines COUNT: of the service's journal, without frames of stack traces.
last_lines() {
  journalctl --unit "$unit" --lines 200 --output cat --quiet --no-pager 2>/dev/null |
    grep -v $'^\tat \\|Failed to kill control group' | tail -n "$1" || true
}

# complaint: the last thing the service complained of.
complaint() { last_lines 40 | grep -A 1 'ERROR\|Error\|Exception\|failed:' | tail -n 2 || last_lines 2; }

# verb_start [--within SECONDS]: default 120.
verb_start() {
  local within=${args[within]:-120}
  check_option within "$within" "$is_seconds"
  know
  start_service "$within"
  say "\"pid\":$service_pid,\"listening\":$listening"
}

# serve: what kafka.service runs, as the user kafka. Its command line is what `report` takes as the truth.
verb_serve() {
  local version word sha256 heap extra names_collector='-XX:\+Use[A-Za-z0-9]*GC '
  local -a jvm=() more=()
  mounted_device
  [[ -n $REPLY ]] || fail "$disk: nothing is mounted there"
  first_line "$etc/version"
  version=$REPLY
  check "$etc/version" "$version" "$is_version"
  first_line "$etc/word"
  word=$REPLY
  check "$etc/word" "$word" "$is_word"
  setting dataops.heap "$etc/config"
  heap=${REPLY:-1073741824}
  check dataops.heap "$heap" '[1-9][0-9]{7,12}'
  setting dataops.jvm "$etc/config"
  extra=$REPLY
  read -r -a more <<<"$extra"
  jvm=(-server "-Xms$heap" "-Xmx$heap" -XX:+ExitOnOutOfMemoryError "-Dkafka.logs.dir=$logs")
  # Two collectors are an error to the JVM, so whoever names one replaces this.
  [[ " $extra ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} ${_JAVA_OPTIONS:-} " =~ $names_collector ]] || jvm+=(-XX:+UseG1GC)
  [[ ! -r $classes/$version.jsa ]] || jvm+=("-XX:SharedArchiveFile=$classes/$version.jsa" -Xshare:auto)
  local -a reload4j=("$opt/$version"/libs/reload4j-*.jar)
  if ((${#reload4j[@]} > 0)); then
    jvm+=("-Dlog4j.configuration=file:$etc/log4j.properties")
  else
    jvm+=("-Dlog4j2.configurationFile=$etc/log4j2.properties")
  fi
  sha256=$(sha256sum "$etc/server.properties")
  sha256=${sha256%% *}
  check "sha256 of $etc/server.properties" "$sha256" "$is_sha256"
  class_path "$version"
  export CLASSPATH=$REPLY
  exec java "${jvm[@]}" "${more[@]}" "-Ddataops.version=$version" "-Ddataops.config=$word" "-Ddataops.sha256=$sha256" \
    kafka.Kafka "$etc/server.properties"
}
