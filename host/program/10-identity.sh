# Who this node is: instance tags, read from the metadata service (IMDSv2) and kept in /etc/dataops/identity.

readonly imds=http://169.254.169.254/latest
imds_token=
declare -A identity=()

# Tag → form of its value. A tag that may be absent is not in `required`.
declare -rA forms=(
  [cluster]='[a-z0-9][a-z0-9-]{0,62}'
  [kind]='kafka'
  [node]='0|[1-9][0-9]{0,8}'
  [pool]='[A-Za-z0-9][A-Za-z0-9_-]{0,62}'
  [zone]='[a-z0-9][a-z0-9-]{0,31}'
  [address]='[0-9]{1,3}(\.[0-9]{1,3}){3}'
  [volume]='vol-[0-9a-f]{8,17}'
  [generation]='[1-9][0-9]{0,5}'
  [version]="$is_version"
  [config]="$is_word"
  [metadata]='[0-9]{1,3}\.[0-9]{1,3}-IV[0-9]{1,3}'
  [bucket]='[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]'
  [boot]='[1-9][0-9]{0,5}'
  [endpoint]='https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?'
  [region]='[a-z]{2}(-[a-z]+)+-[0-9]'
)
readonly required=(cluster kind node pool zone address volume generation version config metadata bucket boot region)

# imds_get PATH → REPLY; 1: no answer, 4: no such path.
imds_get() {
  local answer
  REPLY=
  if [[ -z $imds_token ]]; then
    imds_token=$(curl --silent --show-error --fail --noproxy '*' --connect-timeout 2 --max-time 10 --request PUT \
      --header 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$imds/api/token") || { imds_token=; return 1; }
    [[ $imds_token =~ ^[A-Za-z0-9_=+/.:-]+$ ]] || { imds_token=; return 1; }
  fi
  answer=$(printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$imds_token" |
    curl --silent --show-error --noproxy '*' --connect-timeout 2 --max-time 10 --write-out '\n%{http_code}' \
      --config - "$imds/$1") || return 1
  case ${answer##*$'\n'} in
    200) REPLY=${answer%$'\n'*} ;;
    404) return 4 ;;
    401) imds_token=; return 1 ;;
    *) return 1 ;;
  esac
}

# imds_try PATH → found, absent: as imds_get, but a missing path is an answer and not a failure.
imds_try() {
  local code=0
  imds_get "$1" || code=$?
  found=$REPLY
  absent=false
  [[ $code != 4 ]] || absent=true
  [[ $code != 1 ]]
}

# read_tags: identity from the metadata service, checked, and kept.
read_tags() {
  local key path text='' found absent
  retry 10 imds_try meta-data/tags/instance/ || fail "metadata service: no answer from $imds"
  ! $absent || fail "metadata service: no instance tags; expected instance_metadata_tags = enabled"
  identity=()
  for key in "${!forms[@]}"; do
    path=meta-data/tags/instance/dataops-$key
    [[ $key != region ]] || path=meta-data/placement/region
    retry 10 imds_try "$path" || fail "metadata service: no answer for $path"
    ! $absent || continue
    check "tag dataops-$key" "$found" "${forms[$key]}"
    identity[$key]=$found
  done
  for key in "${required[@]}"; do
    [[ -n ${identity[$key]:-} ]] || fail "tag dataops-$key: missing from the instance"
    text+="$key=${identity[$key]}"$'\n'
  done
  [[ -z ${identity[endpoint]:-} ]] || text+="endpoint=${identity[endpoint]}"$'\n'
  mkdir -p "${identity_file%/*}"
  replace "$identity_file" 0644 "$text"
}

# know: identity as it was kept; from the tags where nothing was.
know() {
  local key value
  [[ -r $identity_file ]] || { read_tags; return; }
  while IFS='=' read -r key value; do
    [[ -n ${forms[$key]:-} ]] || fail "$identity_file: unknown key ${key:0:80}"
    check "$identity_file: $key" "$value" "${forms[$key]}"
    identity[$key]=$value
  done <"$identity_file"
  for key in "${required[@]}"; do
    [[ -n ${identity[$key]:-} ]] || fail "$identity_file: $key is missing"
  done
}
