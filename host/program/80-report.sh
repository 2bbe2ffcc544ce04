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

# ask_checksums: begins to take them of what is written; `report_written` waits for the answer.
ask_checksums() { exec {checksums}< <(exec sha256sum "$etc/server.properties" "$etc/config" 2>/dev/null); }

# report_written → REPLY: `expected` is what the recorded configuration renders to; "unknown", and so never equal,
# when the file that says so is not the one that its word names.
report_written() {
  local version word rendered text='' hash name found='' sha256='' expected=''
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
    esac
  done <&"$checksums"
  check "sha256 of $etc/server.properties" "$sha256" "$is_sha256"
  check "sha256 of $etc/config" "$found" "$is_sha256"
  word_of "$found"
  if [[ $REPLY != "$word" ]]; then
    expected=unknown
  # Equal as text is equal by checksum, and costs no process; a null byte would end the text before the file.
  elif ! IFS= read -r -d '' text <"$etc/server.properties" && [[ $text == "$rendered" ]]; then
    expected=$sha256
  else
    read -r expected _ < <(printf '%s' "$rendered" | sha256sum)
  fi
  json "$version"
  version=$REPLY
  json "$word"
  REPLY="{\"version\":$version,\"config\":$REPLY,\"sha256\":\"$sha256\",\"expected\":\"$expected\"}"
}

# What was found of the disk at this boot: mount, device, path, volume, UUID. A mount keeps its device for its life.
readonly disk_file=/run/dataops.disk

# known_disk NUMBER → REPLY: UUID of the disk as it was found when the mount that is there now was first looked at.
known_disk() {
  local by number from volume uuid
  [[ -n $1 && -b $device && $device -ef $mounted_from && -r $disk_file ]] || return 1
  read -r by number from volume uuid <"$disk_file" || return 1
  [[ $by == "$mounted_by" && $number == "$1" && $from == "$mounted_from" && $volume == "${identity[volume]}" ]] || return 1
  [[ $uuid =~ ^$is_uuid$ ]] || return 1
  REPLY=$uuid
}

# know_disk NUMBER UUID: saves the next report two processes.
know_disk() {
  local file=$disk_file.$BASHPID
  { printf '%s %s %s %s %s\n' "$mounted_by" "$1" "$mounted_from" "${identity[volume]}" "$2" >"$file" &&
    mv -f "$file" "$disk_file"; } 2>/dev/null || true
}

report_disk() {
  local number mounted uuid='' bytes=0 is_there=false
  file_system_bytes=0 file_system_used=0
  find_device
  mounted_device
  mounted=$REPLY
  if known_disk "$mounted"; then
    uuid=$REPLY number=$mounted
  else
    device_number
    number=$REPLY
    [[ -z $number ]] || {
      disk_uuid
      uuid=$REPLY
    }
    [[ -z $mounted || $mounted != "$number" ]] || know_disk "$number" "$uuid"
  fi
  if [[ -n $number ]]; then
    device_bytes "$number"
    bytes=$REPLY
    [[ $mounted != "$number" ]] || {
      is_there=true
      file_system
    }
  fi
  or_null "$uuid"
  REPLY="{\"volume\":\"${identity[volume]}\",\"uuid\":$REPLY,\"mounted\":$is_there"
  REPLY+=",\"size\":$file_system_bytes,\"used\":$file_system_used,\"device\":$bytes}"
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

# report_program → REPLY: the name of the file that this program is.
report_program() {
  local file
  for file in /usr/local/lib/dataops/*; do
    [[ ${file##*/} =~ ^$is_sha256$ && $file -ef $0 ]] || continue
    REPLY=${file##*/}
    return 0
  done
  REPLY=
}

# report_members → REPLY: NodeReport's members.
report_members() {
  local text boot since=null pid=null disk_is written_is stamp versions='' tail=''
  # All at once: a report's time is that of the processes it waits for.
  ask_service
  ask_checksums
  report_disk
  disk_is=$REPLY
  report_written
  written_is=$REPLY
  service
  [[ $service_pid == 0 ]] || pid=$service_pid
  [[ $pid == null || $service_since == 0 || -z $service_since ]] || since=${service_since}000
  text="\"node\":${identity[node]},\"cluster\":\"${identity[cluster]}\""
  first_line /proc/sys/kernel/random/boot_id
  boot=$REPLY
  report_program
  text+=",\"boot\":\"$boot\",\"clock\":$((${EPOCHREALTIME/./} / 1000)),\"program\":\"$REPLY\""
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
  report_broker "$service_pid" "$boot"
  text+=",\"broker\":$REPLY"
  newest_lease
  text+=",\"lease\":$REPLY,\"written\":$written_is,\"disk\":$disk_is"
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
