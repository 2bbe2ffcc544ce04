# The place's bucket, by curl alone. Credentials are the instance role's and reach curl on stdin, never in its argv.

# SHA-256 of no body. S3 wants the header always; curl sends none of its own before 8.
readonly no_body=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
access=
secret=
session=

# member NAME JSON → REPLY: a string member of flat JSON.
member() {
  REPLY=
  [[ $2 =~ \"$1\"[[:space:]]*:[[:space:]]*\"([^\"]*)\" ]] || return 1
  REPLY=${BASH_REMATCH[1]}
}

# role_credentials: fetched for each request, because a verb can wait longer than they live.
role_credentials() {
  local role text
  imds_get meta-data/iam/security-credentials/ || { log "no instance role yet"; return 1; }
  role=${REPLY%%$'\n'*}
  [[ $role =~ ^[A-Za-z0-9+=,.@_-]+$ ]] || return 1
  imds_get "meta-data/iam/security-credentials/$role" || return 1
  text=$REPLY
  member AccessKeyId "$text" && access=$REPLY || return 1
  member SecretAccessKey "$text" && secret=$REPLY || return 1
  member Token "$text" && session=$REPLY || session=
  [[ $access =~ ^[A-Za-z0-9]+$ && $secret =~ ^[A-Za-z0-9/+=]+$ && $session =~ ^[A-Za-z0-9/+=_.-]*$ ]]
}

# s3 KEY SHA256-OF-BODY [curl option…] → status: HTTP status, 000 where there was none; returns curl's own code, 0 for any status.
# Keys hold no character that needs encoding.
s3() {
  local key=$1 body=$2 url code=0
  shift 2
  status=000
  role_credentials || return 1
  if [[ -n ${identity[endpoint]:-} ]]; then
    url=${identity[endpoint]}/${identity[bucket]}/$key
  else
    url=https://${identity[bucket]}.s3.${identity[region]}.amazonaws.com/$key
  fi
  status=$({
    printf 'user = "%s:%s"\n' "$access" "$secret"
    [[ -z $session ]] || printf 'header = "x-amz-security-token: %s"\n' "$session"
  } | curl --silent --fail --connect-timeout 5 --speed-limit 1024 --speed-time 30 --write-out '%{http_code}' \
    --aws-sigv4 "aws:amz:${identity[region]}:s3" --header "x-amz-content-sha256: $body" --config - "$@" "$url") || code=$?
  # 22: answered with 400 or more, and the body was not kept.
  [[ $code == 22 ]] || return "$code"
}

# get_once KEY FILE: goes on from what lies in FILE.
get_once() {
  local code=0
  s3 "$1" "$no_body" --continue-at - --output "$2" || code=$?
  case $code:$status in
    0:200 | 0:206 | 0:404) return 0 ;;
    # Cut off half-way: the next attempt goes on from there.
    18:* | 28:* | 52:* | 56:*) ;;
    *) rm -f "$2" ;;
  esac
  log "bucket: $1: status $status, curl $code"
  return 1
}

# get KEY FILE: 0 got · 4 not there; fails when there is no answer. Tries again after 403 too: a new role is not known
# everywhere at once. S3 says 403 for a missing key as well, to a role that may not list.
get() {
  local status
  retry 8 get_once "$1" "$2" ||
    fail "bucket ${identity[bucket]}: could not get $1 (status $status); it is not there, or this node's role may not read it"
  [[ $status != 404 ]] || return 4
}

put_new_once() {
  local body
  body=$(printf '%s' "$2" | sha256sum) || return 1
  s3 "$1" "${body%% *}" --request PUT --header 'If-None-Match: *' --header 'Content-Type: text/plain' --output /dev/null \
    --data-binary "$2" || { log "bucket: $1: no answer"; return 1; }
  [[ $status == 200 || $status == 412 ]] || { log "bucket: $1: status $status"; return 1; }
}

# put_new KEY TEXT: 0 put · 4 there is one already.
put_new() {
  local status
  retry 8 put_new_once "$1" "$2" || fail "bucket ${identity[bucket]}: could not put $1 (status $status)"
  [[ $status != 412 ]] || return 4
}
