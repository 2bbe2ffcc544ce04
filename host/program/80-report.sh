# report: what runs, and beside it what is written. Takes no lock; quick, because a roll asks often.

# or_null TEXT → REPLY: a JSON string, or null when empty.
or_null() { if [[ -n $1 ]]; then json "$1"; else REPLY=null; fi; }

# strings LINES → REPLY: a JSON array with one string a line.
strings() {
  local line list=''
  while IFS= read -r line; do
    [[ -n $line ]] || continue
    json "${line:0:400}"
    list+=${list:+,}$REPLY
  done <<<"$1"
  REPLY="[$list]"
}

# report_written → REPLY: `expected` is what the recorded configuration renders to; "unknown", and so never equal,
# when the file that says so is not the one that its word names.
report_written() {
  local version word rendered hash name found='' sha256='' expected=unknown
  REPLY=null
  first_line "$etc/version"
  version=$REPLY
  first_line "$etc/word"
  word=$REPLY
  [[ -n $version && -n $word && -r $etc/config && -r $etc/server.properties ]] || { REPLY=null; return 0; }
  render "$etc/config"
  rendered=$REPLY
  while read -r hash name; do
    case $name in
      "$etc/server.properties") sha256=$hash ;;
      "$etc/config") found=$hash ;;
      -) expected=$hash ;;
    esac
  done < <(printf '%s' "$rendered" | sha256sum "$etc/server.properties" "$etc/config" -)
  word_of "$found"
  [[ $REPLY == "$word" ]] || expected=unknown
  json "$version"
  version=$REPLY
  json "$word"
  REPLY="{\"version\":$version,\"config\":$REPLY,\"sha256\":\"$sha256\",\"expected\":\"$expected\"}"
}

report_disk() {
  local uuid mounted=false size=0 used=0
  find_device
  ! is_mounted || mounted=true
  disk_uuid
  or_null "$REPLY"
  uuid=$REPLY
  if $mounted; then
    { read -r; read -r size used; } < <(df --block-size=1 --output=size,used "$disk")
  fi
  REPLY="{\"volume\":\"${identity[volume]}\",\"uuid\":$uuid,\"mounted\":$mounted,\"size\":$size,\"used\":$used}"
}

report_formatted() {
  REPLY=null
  [[ -r $data/meta.properties ]] || return 0
  properties_of_meta "$data/meta.properties"
  json "$meta_cluster"
  meta_cluster=$REPLY
  json "$meta_directory"
  REPLY="{\"cluster\":$meta_cluster,\"node\":${meta_node//[^0-9]/},\"directory\":$REPLY}"
}

# report_members → REPLY: NodeReport's members.
report_members() {
  local text boot program since=null pid=null stamp versions='' tail=''
  service
  [[ $service_pid == 0 ]] || pid=$service_pid
  [[ $pid == null || $service_since == 0 || -z $service_since ]] || since=${service_since}000
  text="\"node\":${identity[node]},\"cluster\":\"${identity[cluster]}\""
  first_line /proc/sys/kernel/random/boot_id
  boot=$REPLY
  program=$(readlink /usr/local/sbin/dataops-host) || program=
  text+=",\"boot\":\"$boot\",\"clock\":$((${EPOCHREALTIME/./} / 1000)),\"program\":\"${program##*/}\""
  text+=",\"service\":{\"state\":\"$service_state\",\"pid\":$pid,\"since\":$since}"
  running "$service_pid"
  if [[ -n $running_version ]]; then
    json "$running_version"
    text+=",\"running\":{\"version\":$REPLY"
    json "$running_word"
    text+=",\"config\":$REPLY"
    json "$running_sha256"
    text+=",\"sha256\":$REPLY}"
  else
    text+=",\"running\":null"
  fi
  report_written
  text+=",\"written\":$REPLY"
  report_disk
  text+=",\"disk\":$REPLY"
  report_formatted
  text+=",\"formatted\":$REPLY"
  for stamp in "$opt"/*/.sha256; do
    stamp=${stamp%/.sha256}
    versions+=${stamp##*/}$'\n'
  done
  strings "$versions"
  text+=",\"artefacts\":$REPLY"
  [[ $service_state == active ]] || tail=$(last_lines 20)
  strings "$tail"
  REPLY="$text,\"tail\":$REPLY"
}

verb_report() {
  know
  report_members
  say "$REPLY"
}
