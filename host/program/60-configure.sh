# configure: a recorded configuration, named by its content, becomes the one that next starts.

# Configs as recorded, each named by its word: the one that is written and the one that was fetched last.
readonly configs=$var/configs

# word_of SHA256 → REPLY: its first eight digits, spelled in letters that YAML never takes for a number.
word_of() {
  local digits=0123456789abcdef letters=klmnopqrstuvwxyz index before
  REPLY=
  for ((index = 0; index < 8; index++)); do
    before=${digits%"${1:index:1}"*}
    REPLY+=${letters:${#before}:1}
  done
}

# render FILE → REPLY: what Kafka reads: the host's own keys gone, the node's own values filled in.
render() {
  local line text=''
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line != dataops.* ]] || continue
    line=${line//'${node.id}'/"${identity[node]}"}
    line=${line//'${node.address}'/"${identity[address]}"}
    line=${line//'${node.zone}'/"${identity[zone]}"}
    text+=$line$'\n'
  done <"$1"
  REPLY=$text
}

# setting KEY FILE → REPLY: value of a key; empty when it is not there.
setting() {
  local key value
  REPLY=
  [[ -r $2 ]] || return 0
  while IFS='=' read -r key value || [[ -n $key ]]; do
    [[ $key != "$1" ]] || REPLY=$value
  done <"$2"
}

# is_config FILE WORD: is that file the config of that word?
is_config() {
  local sha256
  [[ -f $1 ]] || return 1
  sha256=$(sha256sum "$1") || return 1
  word_of "$sha256"
  [[ $REPLY == "$2" ]]
}

# check_config WORD FILE: what no host could run is found before anything stops for it.
check_config() {
  setting log.dirs "$2"
  [[ $REPLY == "$data" ]] || fail "config $1: log.dirs; expected $data; got ${REPLY:-none}"
  setting metadata.log.dir "$2"
  [[ -z $REPLY ]] || fail "config $1: metadata.log.dir; expected none; got $REPLY"
  render "$2"
  [[ $REPLY != *'${node.'* ]] || fail "config $1: a placeholder that this host does not know; expected node.id, node.address or node.zone"
}

# fetch_config WORD: from the bucket to the root disk, where it does not lie there already. Beside it stays the one that
# is written now; others go.
fetch_config() {
  local word=$1 key=clusters/${identity[cluster]}/configs/$1 file=$configs/$1 written other
  mkdir -p "$configs"
  is_config "$file" "$word" || {
    rm -f "$file.new"
    get "$key" "$file.new" || fail "config $word: not in bucket ${identity[bucket]}; expected $key; terraform apply puts it there"
    is_config "$file.new" "$word" || fail "config $word: its content is another one; expected $word; got ${REPLY:-none}"
    check_config "$word" "$file.new"
    sync "$file.new"
    mv -f "$file.new" "$file"
    change "fetched config $word"
  }
  first_line "$etc/word"
  written=$REPLY
  for other in "$configs"/*; do
    [[ ${other##*/} == "$word" || ${other##*/} == "$written" ]] || rm -f "$other"
  done
}

configure_word() {
  local word=$1 file=$configs/$1 before=$changed text
  fetch_config "$word"
  # That a config was fetched on the way is no change of what starts next.
  changed=$before
  check_config "$word" "$file"
  render "$file"
  text=$REPLY
  install -d -m 0755 "$etc"
  replace "$etc/server.properties" 0644 "$text"
  IFS= read -r -d '' text <"$file" || true
  replace "$etc/config" 0644 "$text"
  replace "$etc/word" 0644 "$word"$'\n'
}

# verb_configure --config WORD
verb_configure() {
  [[ -n ${args[config]:-} ]] || usage "configure --config WORD"
  check_option config "${args[config]}" "$is_word"
  know
  configure_word "${args[config]}"
  say "\"config\":\"${args[config]}\""
}
