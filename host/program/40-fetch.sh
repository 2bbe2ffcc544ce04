# fetch: an artefact of Kafka from the bucket to /opt/kafka/VERSION, and a recorded config, verified. Touches nothing that
# runs.

# running → running_version, running_word, running_sha256: from the live process's own command line; else empty.
running() {
  local pid=$1 word
  local -a words=()
  running_version='' running_word='' running_sha256=''
  [[ $pid =~ ^[1-9][0-9]*$ && -r /proc/$pid/cmdline ]] || return 0
  mapfile -d '' -t words <"/proc/$pid/cmdline" 2>/dev/null || return 0
  for word in "${words[@]}"; do
    case $word in
      -Ddataops.version=*) running_version=${word#*=} ;;
      -Ddataops.config=*) running_word=${word#*=} ;;
      -Ddataops.sha256=*) running_sha256=${word#*=} ;;
    esac
  done
}

# published_sha256 KEY → REPLY: the checksum beside an object; 4 when there is none.
published_sha256() {
  local file=$var/sha256.new
  mkdir -p "$var"
  rm -f "$file"
  get "$1.sha256" "$file" || return 4
  first_line "$file"
  rm -f "$file"
  REPLY=${REPLY%% *}
  check "$1.sha256" "$REPLY" "$is_sha256"
}

download_once() {
  local key=$1 sha256=$2 file=$3 found
  get "$key" "$file" || return 4
  found=$(sha256sum "$file") || return 1
  [[ ${found%% *} != "$sha256" ]] || return 0
  rm -f "$file"
  log "$key: sha256 differs; expected $sha256; got ${found%% *}"
  return 1
}

fetch_artefact() {
  local version=$1 sha256=$2 target=$opt/$1 tar=$opt/.$1.${2:0:16}.tar unpacked
  mkdir -p "$opt" "$var"
  first_line "$target/.sha256"
  [[ $REPLY != "$sha256" ]] || return 0
  if [[ -d $target ]]; then
    running "$(systemctl show --property MainPID --value "$unit")"
    [[ $running_version != "$version" ]] ||
      refuse "artefact $version: it runs, with another checksum; expected $sha256; got ${REPLY:-none}"
  fi
  retry 3 download_once "artefacts/kafka/$version.tar" "$sha256" "$tar" ||
    fail "artefact $version: not in bucket ${identity[bucket]} with sha256 $sha256; put it there: dataops artefacts sync PLACE"
  unpacked=$opt/.$version.unpacked
  rm -rf "$unpacked"
  mkdir -p "$unpacked"
  tar --extract --no-same-owner --file "$tar" --directory "$unpacked"
  rm -f "$tar"
  local -a jars=("$unpacked"/libs/*.jar)
  ((${#jars[@]} > 0)) || fail "artefact $version: no libs/*.jar in it"
  printf '%s\n' "$sha256" >"$unpacked/.sha256"
  sync --file-system "$unpacked"
  rm -rf "$opt/.$version.old"
  [[ ! -d $target ]] || mv "$target" "$opt/.$version.old"
  mv "$unpacked" "$target"
  rm -rf "$opt/.$version.old"
  change "fetched $version"
}

# verb_fetch --version V [--sha256 S] [--config WORD]: without a checksum, the one beside the artefact. A config that was
# fetched lets `configure` do without the bucket, once Kafka has stopped.
verb_fetch() {
  local version=${args[version]:-} sha256=${args[sha256]:-} config=${args[config]:-}
  [[ -n $version ]] || usage "fetch --version V [--sha256 S] [--config WORD]"
  check_option version "$version" "$is_version"
  [[ -z $sha256 ]] || check_option sha256 "$sha256" "$is_sha256"
  [[ -z $config ]] || check_option config "$config" "$is_word"
  know
  fetch_version "$version" "$sha256"
  [[ -z $config ]] || fetch_config "$config"
  say "\"version\":\"$version\",\"sha256\":\"$fetched_sha256\"${config:+,\"config\":\"$config\"}"
}

fetch_version() {
  fetched_sha256=$2
  if [[ -z $fetched_sha256 ]]; then
    published_sha256 "artefacts/kafka/$1.tar" ||
      fail "artefact $1: not in bucket ${identity[bucket]}; put it there: dataops artefacts sync PLACE $1"
    fetched_sha256=$REPLY
  fi
  fetch_artefact "$1" "$fetched_sha256"
}
