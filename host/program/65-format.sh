# format: makes an empty disk Kafka's, once in the life of that disk.
#
# A disk that was Kafka's and is blank now must never be formatted: a majority of blank controllers would elect a
# leader that lacks what was committed. So the node first puts a marker with its file system's UUID into the bucket,
# and a disk with another UUID finds the marker and refuses.

# properties_of_meta FILE → meta_cluster, meta_node, meta_directory
properties_of_meta() {
  setting cluster.id "$1"
  meta_cluster=$REPLY
  setting node.id "$1"
  meta_node=$REPLY
  setting directory.id "$1"
  meta_directory=$REPLY
}

claim_disk() {
  local uuid=$1 marker=clusters/${identity[cluster]}/formed/${identity[node]}-${identity[generation]} file=$var/formed.new
  ! put_new "$marker" "$uuid" || { log "put the marker $marker"; return 0; }
  rm -f "$file"
  get "$marker" "$file" || fail "bucket ${identity[bucket]}: $marker was there and is not there"
  first_line "$file"
  rm -f "$file"
  [[ $REPLY == "$uuid" ]] || refuse "disk ${identity[volume]} is blank, but node ${identity[node]} was formed on another \
one; expected file system ${REPLY:0:40}; got $uuid; attach the old disk, or give it up: raise the node's generation \
above ${identity[generation]} in the cluster file"
}

# Is this node one of the first voters? Their directory ids belong to their first disks: a later disk that took such
# an id would vote as a voter that has forgotten everything.
is_first_voter() { [[ ${identity[generation]} == 1 && ,$1 == *",${identity[node]}@"* ]]; }

# storage_tool: formats beside the place, because an interrupted format must leave nothing that looks formatted.
storage_tool() {
  local forming=$1 roles cluster voters line text=''
  # On every node: a release refuses a disk that was formatted with a level it does not know, a broker's too.
  local -a options=(--release-version "${identity[metadata]}")
  setting dataops.roles "$etc/config"
  roles=$REPLY
  setting dataops.cluster.id "$etc/config"
  cluster=$REPLY
  setting dataops.voters "$etc/config"
  voters=$REPLY
  check dataops.roles "$roles" 'controller|broker|broker,controller|controller,broker'
  check dataops.cluster.id "$cluster" '[A-Za-z0-9_-]{22}'
  if [[ $roles == *controller* ]]; then
    check dataops.voters "$voters" '([0-9]+@[A-Za-z0-9.-]+:[0-9]+:[A-Za-z0-9_-]{22})(,[0-9]+@[A-Za-z0-9.-]+:[0-9]+:[A-Za-z0-9_-]{22})*'
    if is_first_voter "$voters"; then
      options+=(--initial-controllers "$voters")
    else
      options+=(--no-initial-controllers)
    fi
  fi
  while IFS= read -r line; do
    [[ $line != log.dirs=* ]] || line=log.dirs=$forming
    text+=$line$'\n'
  done <"$etc/server.properties"
  printf '%s' "$text" >"$var/format.properties"
  chmod 0644 "$var/format.properties"
  class_path "$version"
  log "formatting for cluster $cluster"
  CLASSPATH=$REPLY runuser --user kafka -- java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 kafka.tools.StorageTool \
    format --cluster-id "$cluster" --config "$var/format.properties" "${options[@]}" >&2 ||
    fail "StorageTool could not format $disk for cluster $cluster"
}

format_disk() {
  local version cluster forming=$disk/.forming owner
  need_disk 1
  setting dataops.cluster.id "$etc/config"
  cluster=$REPLY
  [[ -n $cluster ]] || fail "$etc/config: no dataops.cluster.id; run configure first"
  if [[ -e $data/meta.properties ]]; then
    properties_of_meta "$data/meta.properties"
    [[ $meta_cluster == "$cluster" && $meta_node == "${identity[node]}" ]] ||
      refuse "disk ${identity[volume]}: is another node's; expected cluster $cluster node ${identity[node]}; got cluster $meta_cluster node $meta_node"
    owner=$(stat -c %U "$data/meta.properties")
    [[ $owner == kafka ]] || {
      chown -R kafka:kafka "$data"
      change "gave $data to the user kafka"
    }
    [[ -e $kept/formed ]] || printf '%s %s\n' "$meta_cluster" "$meta_node" >"$kept/formed"
    return 0
  fi
  [[ ! -e $kept/formed ]] || refuse "disk ${identity[volume]}: was formatted, and $data/meta.properties is gone; \
restore the data, or give it up: raise the node's generation above ${identity[generation]} and give it a new disk"
  [[ ! -d $data || -z $(ls -A "$data") ]] || refuse "$data: not empty, and no meta.properties in it"
  first_line "$etc/version"
  version=$REPLY
  check "$etc/version" "$version" "$is_version"
  disk_uuid
  check "UUID of ${identity[volume]}" "$REPLY" "$is_uuid"
  claim_disk "$REPLY"
  rm -rf "$forming"
  install -d -m 0750 -o kafka -g kafka "$forming"
  storage_tool "$forming"
  [[ -e $forming/meta.properties ]] || fail "StorageTool left no meta.properties in $forming"
  sync --file-system "$forming"
  [[ ! -d $data ]] || rmdir "$data"
  mv "$forming" "$data"
  sync "$disk"
  properties_of_meta "$data/meta.properties"
  printf '%s %s\n' "$meta_cluster" "$meta_node" >"$kept/formed"
  sync "$kept/formed"
  change "formatted ${identity[volume]}"
}

verb_format() {
  know
  format_disk
  json "$meta_cluster"
  say "\"cluster\":$REPLY,\"node\":${identity[node]},\"directory\":\"$meta_directory\""
}
