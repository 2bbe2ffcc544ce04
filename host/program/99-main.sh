# One verb, its options, its answer.

declare -A args=()
declare -a command=()

# Options of each verb; every verb takes --lease as well.
declare -rA options_of=(
  [join]='' [mount]='' [fetch]='version sha256 config' [grow]='size within' [install]='version' [configure]='config'
  [format]='' [start]='within' [stop]='within pid boot' [report]='' [hold]='within' [run]='within' [serve]=''
)

main() {
  local name
  exec 3>&1 1>&2
  trap on_exit EXIT
  trap 'broken="line $LINENO"' ERR
  [[ $# -gt 0 && -n $1 && -v options_of[$1] ]] || usage "dataops-host VERB [--key value …]; expected one of: ${!options_of[*]}"
  verb=$1
  shift
  while (($# > 0)); do
    [[ $verb != run || $1 != -- ]] || { shift; command=("$@"); break; }
    name=${1#--}
    [[ $1 == --?* && " lease ${options_of[$verb]} " == *" $name "* && $# -gt 1 ]] || usage "$verb: option ${1:0:80}; expected: ${options_of[$verb]:-none} lease, each with a value"
    args[$name]=$2
    shift 2
  done
  case $verb in
    report | serve) ;;
    *)
      # A caller that hangs up must not leave a verb half done.
      trap '' HUP PIPE
      [[ $EUID == 0 ]] || usage "$verb: expected to be run as root"
      if [[ $verb != hold ]]; then
        take_lock
        [[ ! -v args[lease] ]] || honour_lease "${args[lease]}"
      fi
      ;;
  esac
  "verb_$verb"
}

main "$@"
exit
