# join: all of it, from the instance's tags. What userdata runs at first boot, and what may be run again at any time.

readonly joined=$var/joined

# Userdata runs once: a machine that is rebooted before it has joined goes on by this unit.
place_join_unit() {
  place_unit dataops-join.service "[Unit]
Description=Join the cluster of this node's tags
After=network-online.target
Wants=network-online.target
ConditionPathExists=!$joined
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/dataops-host join
Restart=on-failure
RestartSec=20
# Refused, or called wrongly: trying again would not help
RestartPreventExitStatus=3 64
StandardError=journal+console

[Install]
WantedBy=multi-user.target
"
}

# step NAME COMMAND…: says whether it changed anything.
step() {
  local name=$1
  shift
  changed=false
  "$@"
  $changed || log "$name: already so"
  steps+="${steps:+,}\"$name\":$changed"
  ! $changed || changed_before=true
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool: not on this image; expected it in PATH"
  done
}

verb_join() {
  local steps='' listening=false
  need curl blkid mkfs.ext4 mount tar flock runuser cmp sha256sum systemctl java
  step identity read_tags
  log "node ${identity[node]} of ${identity[cluster]}: ${identity[version]}, config ${identity[config]}, disk ${identity[volume]}"
  mkdir -p "$var"
  step unit place_join_unit
  step mount mount_disk
  step fetch fetch_version "${identity[version]}" ''
  step install install_version "${identity[version]}"
  step configure configure_word "${identity[config]}"
  step format format_disk
  step start start_service 120
  changed=false
  replace "$joined" 0644 "${identity[cluster]} ${identity[node]}"$'\n'
  $changed || $changed_before || log "nothing to do: this node has joined"
  report_members
  say "\"steps\":{$steps},$REPLY"
}
