# configure: a recorded configuration, named by its content, becomes the one that next starts.

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

configure_word() {
  local word=$1 key=clusters/${identity[cluster]}/configs/$1 file=$var/config.new text sha256
  mkdir -p "$var"
  rm -f "$file"
  get "$key" "$file" || fail "config $word: not in bucket ${identity[bucket]}; expected $key; terraform apply puts it there"
  sha256=$(sha256sum "$file")
  word_of "$sha256"
  [[ $REPLY == "$word" ]] || fail "config $word: its content is another one; expected $word; got $REPLY"
  setting log.dirs "$file"
  [[ $REPLY == "$data" ]] || fail "config $word: log.dirs; expected $data; got ${REPLY:-none}"
  setting metadata.log.dir "$file"
  [[ -z $REPLY ]] || fail "config $word: metadata.log.dir; expected none; got $REPLY"
  render "$file"
  text=$REPLY
  [[ $text != *'${node.'* ]] || fail "config $word: a placeholder that this host does not know; expected node.id, node.address or node.zone"
  install -d -m 0755 "$etc"
  replace "$etc/server.properties" 0644 "$text"
  IFS= read -r -d '' text <"$file" || true
  replace "$etc/config" 0644 "$text"
  replace "$etc/word" 0644 "$word"$'\n'
  rm -f "$file"
}

# verb_configure --config WORD
verb_configure() {
  [[ -n ${args[config]:-} ]] || usage "configure --config WORD"
  check_option config "${args[config]}" "$is_word"
  know
  configure_word "${args[config]}"
  say "\"config\":\"${args[config]}\""
}
