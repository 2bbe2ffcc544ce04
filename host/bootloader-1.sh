#!/bin/bash
# dataops bootloader 1: fetches the host program from the bucket named in the instance's tags, and joins.
# Frozen: a changed byte of userdata would stop every node that has it. What may change is in the host program.
set -uo pipefail
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
imds=http://169.254.169.254/latest
lib=/usr/local/lib/dataops

log() { echo "dataops bootloader: $*" >&2; }

# meta PATH: 4 when there is no such path, 1 when there is no answer.
meta() {
  local answer
  answer=$(printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$token" |
    curl -s --noproxy '*' --connect-timeout 2 -m 10 -w '\n%{http_code}' -K - "$imds/meta-data/$1") || return 1
  case ${answer##*$'\n'} in
    200) printf %s "${answer%$'\n'*}" ;;
    404) return 4 ;;
    *) return 1 ;;
  esac
}

# is VALUE PATTERN: nothing from outside is used before it has the form that is expected of it.
is() { [[ $1 =~ ^($2)$ ]]; }

# s3 KEY FILE. S3 wants the checksum of the body, of none here; curl sends it only from 8 on.
s3() {
  {
    printf 'user = "%s:%s"\n' "$access" "$secret"
    echo 'header = "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'
    [[ -z $session ]] || printf 'header = "x-amz-security-token: %s"\n' "$session"
  } | curl -sS -f --connect-timeout 5 -m 60 --aws-sigv4 "aws:amz:$region:s3" -K - -o "$2" "$url/$1"
}

fetch() {
  local bucket endpoint='' role text sha256 code=0
  token=$(curl -s -f --noproxy '*' --connect-timeout 2 -m 10 -X PUT \
    -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$imds/api/token") || { log "metadata service: no token"; return 1; }
  region=$(meta placement/region) && is "$region" '[a-z0-9-]+' || { log "no region"; return 1; }
  bucket=$(meta tags/instance/dataops-bucket) && is "$bucket" '[a-z0-9.-]+' || { log "no tag dataops-bucket"; return 1; }
  endpoint=$(meta tags/instance/dataops-endpoint) || code=$?
  case $code in
    0) is "$endpoint" 'https?://[A-Za-z0-9.:-]+' || { log "tag dataops-endpoint: $endpoint"; return 1; } ;;
    4) ;;
    *) log "tag dataops-endpoint: no answer"; return 1 ;;
  esac
  url=https://$bucket.s3.$region.amazonaws.com
  [[ -z $endpoint ]] || url=$endpoint/$bucket
  role=$(meta iam/security-credentials/) && is "$role" '[A-Za-z0-9+=,.@_-]+' &&
    text=$(meta "iam/security-credentials/$role") || { log "no instance role"; return 1; }
  access='' secret='' session=''
  [[ $text =~ \"AccessKeyId\"\ *:\ *\"([A-Za-z0-9]+)\" ]] && access=${BASH_REMATCH[1]}
  [[ $text =~ \"SecretAccessKey\"\ *:\ *\"([A-Za-z0-9/+=]+)\" ]] && secret=${BASH_REMATCH[1]}
  [[ $text =~ \"Token\"\ *:\ *\"([A-Za-z0-9/+=_.-]+)\" ]] && session=${BASH_REMATCH[1]}
  mkdir -p "$lib" && s3 host/current "$lib/current" && sha256=$(<"$lib/current") && is "$sha256" '[0-9a-f]{64}' &&
    s3 "host/$sha256" "$lib/new" || { log "bucket $bucket: no host program; expected host/current"; return 1; }
  echo "$sha256  $lib/new" | sha256sum -c --status || { log "host program: its sha256 is not $sha256"; return 1; }
  chmod 0755 "$lib/new" && mv -f "$lib/new" "$lib/$sha256" && ln -sfn "$lib/$sha256" /usr/local/sbin/dataops-host
}

pause=2
while :; do
  if fetch; then
    code=0
    dataops-host join || code=$?
    case $code in
      0) exit 0 ;;
      3 | 64) log "join ended with $code, not tried again"; exit "$code" ;;
    esac
  fi
  log "again in ${pause}s"
  sleep "$pause"
  ((pause = pause < 60 ? pause * 2 : 60))
done
