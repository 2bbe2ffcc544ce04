# mount: the data disk, found by its volume id, at /var/lib/kafka. Makes a file system only where there is none.

device=

# find_device → device: path of the disk, whatever name the kernel gave it at this boot.
find_device() { device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${identity[volume]/-/}; }

# device_number → REPLY: major:minor of the disk, as mountinfo writes it; empty while it is not attached.
device_number() {
  local hex
  REPLY=
  [[ -b $device ]] || return 0
  hex=$(stat -Lc %t:%T "$device") || return 0
  REPLY=$((16#${hex%:*})):$((16#${hex#*:}))
}

# mounted_device → REPLY: major:minor of what is mounted at /var/lib/kafka; empty when nothing is. Beside it mounted_by:
# the mount's number, and mounted_from: the path that it was mounted from.
mounted_device() {
  local line
  local -a lines=()
  REPLY='' mounted_by='' mounted_from=''
  mapfile -t lines </proc/self/mountinfo
  for line in "${lines[@]}"; do
    [[ $line =~ ^([0-9]+)\ [0-9]+\ ([0-9]+:[0-9]+)\ [^\ ]+\ "$disk"\ .*\ -\ [^\ ]+\ ([^\ ]+)\  ]] || continue
    REPLY=${BASH_REMATCH[2]} mounted_by=${BASH_REMATCH[1]} mounted_from=${BASH_REMATCH[3]}
  done
}

# device_bytes NUMBER → REPLY: size of the block device with that major:minor.
device_bytes() {
  first_line "/sys/dev/block/$1/size"
  check "/sys/dev/block/$1/size" "$REPLY" "$is_number"
  REPLY=$((REPLY * 512))
}

# file_system → file_system_bytes, file_system_used: of what is mounted at /var/lib/kafka.
file_system() {
  local block blocks free
  read -r block blocks free < <(stat --file-system --format='%S %b %f' "$disk") || fail "$disk: its size cannot be read"
  file_system_bytes=$((block * blocks))
  file_system_used=$((block * (blocks - free)))
}

is_mounted() {
  local mounted
  mounted_device
  mounted=$REPLY
  device_number
  [[ -n $mounted && $mounted == "$REPLY" ]]
}

# need_disk SECONDS: it is mounted; a boot that is under way is given that time to mount it.
need_disk() {
  local deadline=$((SECONDS + $1))
  find_device
  until is_mounted; do
    boot_state
    if [[ $REPLY == @(initializing|starting) && $SECONDS -lt $deadline ]]; then
      sleep 0.2
    else
      # The boot may have ended with it in between.
      is_mounted || fail "$disk: ${identity[volume]} is not mounted there; run mount first"
    fi
  done
}

# disk_uuid → REPLY: UUID of the file system on the disk; empty while blank.
disk_uuid() { REPLY=$(blkid -p -o value -s UUID "$device" 2>/dev/null) || REPLY=; }

wait_for_device() {
  local waited=0
  while [[ ! -b $device ]]; do
    ((waited % 30 > 0)) || log "waiting for ${identity[volume]} to be attached"
    ((waited++ < 600)) || fail "disk ${identity[volume]}: not attached; expected $device within 600s"
    sleep 1
  done
}

# make_file_system: only on a disk that is blank in both ways, by signature and by content. blkid answers "nothing
# found" for a disk that it cannot read, too.
make_file_system() {
  local code=0 type
  type=$(blkid -p -o value -s TYPE "$device") || code=$?
  [[ $type != ext4 ]] || return 0
  [[ $code == 2 && -z $type ]] ||
    refuse "disk ${identity[volume]}: holds something else; expected ext4 or nothing; got ${type:-a partition table}"
  cmp --quiet --bytes=4194304 "$device" /dev/zero ||
    refuse "disk ${identity[volume]}: no file system, yet not blank; to give up its content: wipefs --all, blkdiscard --zeroout"
  mkfs.ext4 -q -m 0 -L "kafka-${identity[node]}" "$device"
  change "made a file system on ${identity[volume]}"
}

# keep_host_keys: the machine's SSH host keys live on the disk, so that a new machine with an old disk is known.
keep_host_keys() {
  local key name mode restored=false
  local -a there=("$kept"/ssh/ssh_host_*_key)
  install -d -m 0700 "$kept"
  if ((${#there[@]} == 0)); then
    local -a here=(/etc/ssh/ssh_host_*_key)
    ((${#here[@]} > 0)) || { log "no SSH host keys to keep"; return 0; }
    rm -rf "$kept/ssh.new"
    install -d -m 0700 "$kept/ssh.new"
    cp -p /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub "$kept/ssh.new/"
    sync "$kept"/ssh.new/*
    rm -rf "$kept/ssh"
    mv "$kept/ssh.new" "$kept/ssh"
    change "kept the SSH host keys on the disk"
    return 0
  fi
  for key in "$kept"/ssh/ssh_host_*_key "$kept"/ssh/ssh_host_*_key.pub; do
    name=${key##*/}
    ! cmp --quiet "$key" "/etc/ssh/$name" || continue
    mode=0600
    [[ $name != *.pub ]] || mode=0644
    install -m "$mode" "$key" "/etc/ssh/$name.new"
    mv -f "/etc/ssh/$name.new" "/etc/ssh/$name"
    restored=true
  done
  $restored || return 0
  change "restored the SSH host keys from the disk"
  # Debian's name, and others'.
  systemctl try-reload-or-restart ssh.service || systemctl try-reload-or-restart sshd.service ||
    log "sshd keeps its old host keys until it is started again"
}

# place_fstab: by volume id, which names this disk and no copy of it, as a file system's UUID does. A missing disk
# must stop Kafka, and not the boot.
place_fstab() {
  local line point text='' options=noatime,nodev,nosuid,nofail,x-systemd.device-timeout=10min before=$changed
  while IFS= read -r line || [[ -n $line ]]; do
    read -r _ point _ <<<"$line" || true
    [[ $line != '#'* && $point == "$disk" ]] || text+=$line$'\n'
  done </etc/fstab
  changed=false
  replace /etc/fstab 0644 "$text$device $disk ext4 $options 0 2"$'\n'
  # Until systemd has read it, kafka.service does not know that it needs this mount.
  ! $changed || systemctl daemon-reload
  ! $before || changed=true
}

mount_disk() {
  local mounted
  find_device
  mounted_device
  mounted=$REPLY
  if [[ -n $mounted ]]; then
    device_number
    [[ $mounted == "$REPLY" ]] || fail "$disk: another disk is mounted there; expected ${identity[volume]}; got device $mounted"
  else
    wait_for_device
    make_file_system
    mkdir -p "$disk"
  fi
  place_fstab
  if [[ -z $mounted ]]; then
    fsck.ext4 -p "$device" || (($? == 1)) || fail "disk ${identity[volume]}: fsck could not repair it; look at it by hand"
    mount "$disk"
    change "mounted ${identity[volume]}"
  fi
  is_mounted || fail "$disk: not mounted from ${identity[volume]} after mounting it"
  keep_host_keys
}

verb_mount() {
  know
  mount_disk
  disk_uuid
  check "UUID of ${identity[volume]}" "$REPLY" "$is_uuid"
  json "$REPLY"
  say "\"uuid\":$REPLY"
}
