# How far Kafka's own process has come, by the ports it listens on and by what it says in its log.

# began PID BOOT → began_inode, began_bytes (of server.log), began_listeners, as the live process noted them; 1 when it
# has not, e.g. because an older host program has started it.
began() {
  local boot pid
  [[ -r $logs/.began ]] || return 1
  read -r boot pid began_inode began_bytes began_listeners <"$logs/.began" || return 1
  [[ $boot == "$2" && $pid == "$1" && $began_inode =~ ^$is_number$ && $began_bytes =~ ^$is_number$ ]]
}

# lines_since INODE BYTES: the log's lines about loading, without what had been written when file INODE had BYTES. Any
# file that was written since then may hold some: the log is rotated.
lines_since() {
  local inode file from
  local -a files=()
  for file in "$logs"/server.log*; do
    [[ ! $file -nt $logs/.began ]] || files+=("$file")
  done
  ((${#files[@]} > 0)) || return 0
  { stat --format='%i %n' -- "${files[@]}" || true; } 2>/dev/null | while read -r inode file; do
    from=1
    [[ $inode != "$1" ]] || from=$(($2 + 1))
    tail --bytes="+$from" "$file" 2>/dev/null || true
  done | { grep --text --only-matching --extended-regexp \
    '^\[[^]]*\] INFO (Recovering [0-9]+ logs from|Loaded [0-9]+ logs in|Completed load of .*\([0-9]+/[0-9]+ completed in )' || true; }
}

# recovery INODE BYTES → REPLY: logs that are still to be loaded after an unclean stop; empty when none are.
recovery() {
  local line all='' loaded=0
  while IFS= read -r line; do
    case ${line#*'] INFO '} in
      Recovering*) [[ $line =~ \ ([0-9]{1,9})\ logs\ from$ ]] && all=$((10#${BASH_REMATCH[1]})) ;;
      # Several threads load, so that their lines may change places; the highest counts.
      Completed*) [[ $line =~ \(([0-9]{1,9})/[0-9]+\ completed\ in\ $ ]] &&
        loaded=$((10#${BASH_REMATCH[1]} > loaded ? 10#${BASH_REMATCH[1]} : loaded)) ;;
      Loaded*) REPLY=; return 0 ;;
    esac
  done < <(lines_since "$1" "$2")
  REPLY=${all:+$((all > loaded ? all - loaded : 0))}
}

# report_broker PID BOOT → REPLY
report_broker() {
  local state=starting remaining=null listeners known=true
  [[ $1 != 0 && -d /proc/$1 ]] || { REPLY='{"state":"stopped","remainingLogs":null}'; return 0; }
  if began "$1" "$2"; then
    listeners=$began_listeners
  else
    known=false
    setting listeners "$etc/server.properties"
    listeners=$REPLY
  fi
  if [[ -n $listeners ]] && ports_of "$listeners" && every_port_open "$REPLY"; then
    state=serving
  elif $known; then
    recovery "$began_inode" "$began_bytes"
    [[ -z $REPLY ]] || {
      state=recovering
      remaining=$REPLY
    }
  fi
  REPLY="{\"state\":\"$state\",\"remainingLogs\":$remaining}"
}
