# grow: the file system follows its disk, while Kafka runs. Disks of EC2 grow by themselves; nothing here ever shrinks.

# await_device_bytes BYTES SECONDS → REPLY: the disk's size, once it is large enough.
await_device_bytes() {
  local deadline=$((SECONDS + $2)) number
  mounted_device
  number=$REPLY
  device_bytes "$number"
  while ((REPLY < $1)); do
    ((SECONDS < deadline)) || fail "disk ${identity[volume]}: $REPLY bytes; expected at least $1 within ${2}s"
    sleep 0.5
    device_bytes "$number"
  done
}

# verb_grow --size BYTES [--within SECONDS]: default 600, because EC2 takes its time to change a volume.
verb_grow() {
  local size=${args[size]:-} within=${args[within]:-600} bytes before
  [[ -n $size ]] || usage "grow --size BYTES [--within SECONDS]"
  check_option size "$size" '[1-9][0-9]{0,17}'
  check_option within "$within" "$is_seconds"
  know
  need_disk "$within"
  await_device_bytes "$size" "$within"
  bytes=$REPLY
  file_system
  before=$file_system_bytes
  resize2fs "$device" || fail "disk ${identity[volume]}: resize2fs could not grow its file system to $bytes bytes"
  file_system
  ((file_system_bytes == before)) || change "grew the file system from $before to $file_system_bytes bytes"
  say "\"device\":$bytes,\"size\":$file_system_bytes,\"before\":$before"
}
