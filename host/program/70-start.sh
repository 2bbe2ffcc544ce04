# start: Kafka's process, up and listening. Whether the cluster is well is for the caller to ask.

# class_path VERSION → REPLY: in sorted order, as class archives want it; the JVM's own `*` has none.
class_path() {
  local -a jars=("$opt/$1"/libs/*.jar)
  ((${#jars[@]} > 0)) || fail "version $1: no jars under $opt/$1/libs"
  local IFS=:
  REPLY="${jars[*]}"
}

# ask_service: begins to ask systemd; `service` waits for the answer.
asked=
ask_service() {
  exec {asked}< <(exec systemctl show --timestamp=unix "$unit" \
    --property ActiveState,MainPID,NRestarts,ExecMainStartTimestamp)
}

# service → service_state, service_pid, service_since (s since the epoch, 0: never), service_restarts
service() {
  local key value
  [[ -n $asked ]] || ask_service
  service_state=inactive service_pid=0 service_since=0 service_restarts=0
  while IFS='=' read -r key value; do
    case $key in
      ActiveState) service_state=$value ;;
      MainPID) service_pid=$value ;;
      NRestarts) service_restarts=$value ;;
      ExecMainStartTimestamp) service_since=${value#@} ;;
    esac
  done <&"$asked"
  exec {asked}<&-
  asked=
}

# ports_of LISTENERS → REPLY: "address port" lines; 1, and in REPLY the entry, when one is not NAME://ADDRESS:PORT.
ports_of() {
  local text='' entry
  local -a entries=()
  IFS=, read -r -a entries <<<"$1"
  for entry in "${entries[@]}"; do
    [[ $entry =~ ^[A-Za-z0-9_]+://([0-9]{1,3}(\.[0-9]{1,3}){3})?:([0-9]{1,5})$ ]] || { REPLY=$entry; return 1; }
    text+="${BASH_REMATCH[1]:-127.0.0.1} ${BASH_REMATCH[3]}"$'\n'
  done
  REPLY=$text
}

# listeners → REPLY: "address port" lines of the rendered listeners.
listeners() {
  setting listeners "$etc/server.properties"
  ports_of "$REPLY" || fail "$etc/server.properties: listeners; expected NAME://ADDRESS:PORT; got $REPLY"
}

# every_port_open LINES: of "address port". By the kernel's own tables: to connect would count against the broker's
# limits, and wait where its queue is full.
every_port_open() {
  local table row address port
  local -a rows=() part=()
  local -A open=()
  for table in /proc/net/tcp /proc/net/tcp6; do
    [[ -r $table ]] || continue
    mapfile -t -s 1 -n 500 rows <"$table"
    for row in "${rows[@]}"; do
      # Sockets that listen come first, in state 0A. An IPv4 address ends an IPv6 one; eight zeros are any.
      [[ $row =~ ^\ *[0-9]+:\ [0-9A-F]*([0-9A-F]{8}:[0-9A-F]{4})\ [0-9A-F:]+\ 0A\  ]] || break
      open[${BASH_REMATCH[1]}]=1
    done
  done
  while read -r address port; do
    [[ -n $address ]] || continue
    IFS=. read -r -a part <<<"$address"
    printf -v address '%02X%02X%02X%02X' "${part[3]}" "${part[2]}" "${part[1]}" "${part[0]}"
    printf -v port '%04X' "$((10#$port))"
    [[ -v open[$address:$port] || -v open[00000000:$port] ]] || return 1
  done <<<"$1"
}

start_service() {
  local deadline=$((SECONDS + $1)) ports restarts
  need_disk "$1"
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

# note_beginning: boot, process, inode and size of the log so far, listeners. By these `report` tells this process's own
# ports and lines of the log from another's.
note_beginning() {
  local boot text inode=0 size=0
  first_line /proc/sys/kernel/random/boot_id
  boot=$REPLY
  [[ ! -e $logs/server.log ]] || read -r inode size < <(stat --format='%i %s' "$logs/server.log") || true
  setting listeners "$etc/server.properties"
  text="$boot $$ $inode $size $REPLY"
  { printf '%s\n' "$text" >"$logs/.began.new" && mv -f "$logs/.began.new" "$logs/.began"; } ||
    log "$logs/.began: not written; how far Kafka has come cannot be told until it listens"
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
  note_beginning
  exec java "${jvm[@]}" "${more[@]}" "-Ddataops.version=$version" "-Ddataops.config=$word" "-Ddataops.sha256=$sha256" \
    kafka.Kafka "$etc/server.properties"
}
