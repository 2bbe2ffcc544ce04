# install: makes a version the one that next starts. What runs goes on running.

place_user() {
  # The same number on every machine, so that a disk's files are its user's on the next machine too.
  getent group kafka >/dev/null || groupadd --gid 9092 kafka
  getent passwd kafka >/dev/null || {
    useradd --uid 9092 --gid kafka --home-dir "$disk" --no-create-home --shell /usr/sbin/nologin kafka
    change "made the user kafka"
  }
}

place_service() {
  place_unit "$unit" "[Unit]
Description=Kafka
After=network-online.target
Wants=network-online.target
RequiresMountsFor=$disk
StartLimitIntervalSec=120
StartLimitBurst=6

[Service]
User=kafka
Group=kafka
ExecStart=/usr/local/sbin/dataops-host serve
Restart=on-failure
RestartSec=5
# Java's code for SIGTERM
SuccessExitStatus=143
# Above Kafka's five minutes of controlled shutdown
TimeoutStopSec=360
LimitNOFILE=100000
NoNewPrivileges=yes
UMask=0027

[Install]
WantedBy=multi-user.target
"
}

# place_logging VERSION: on the root disk and bounded, so that a full data disk can still tell. 3.x logs through
# reload4j, 4.x through log4j2; warnings go to the journal as well.
place_logging() {
  local -a reload4j=("$opt/$1"/libs/reload4j-*.jar)
  install -d -m 0750 -o kafka -g kafka "$logs"
  if ((${#reload4j[@]} > 0)); then
    replace "$etc/log4j.properties" 0644 "log4j.rootLogger=INFO, file, journal
log4j.appender.file=org.apache.log4j.RollingFileAppender
log4j.appender.file.File=$logs/server.log
log4j.appender.file.MaxFileSize=20MB
log4j.appender.file.MaxBackupIndex=9
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=[%d] %p %m (%c)%n
log4j.appender.journal=org.apache.log4j.ConsoleAppender
log4j.appender.journal.Threshold=WARN
log4j.appender.journal.layout=org.apache.log4j.PatternLayout
log4j.appender.journal.layout.ConversionPattern=%p %m (%c)%n
"
  else
    replace "$etc/log4j2.properties" 0644 "status=warn
appender.file.type=RollingFile
appender.file.name=file
appender.file.fileName=$logs/server.log
appender.file.filePattern=$logs/server.log.%i
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=[%d] %p %m (%c)%n
appender.file.policies.type=Policies
appender.file.policies.size.type=SizeBasedTriggeringPolicy
appender.file.policies.size.size=20MB
appender.file.strategy.type=DefaultRolloverStrategy
appender.file.strategy.max=9
appender.journal.type=Console
appender.journal.name=journal
appender.journal.layout.type=PatternLayout
appender.journal.layout.pattern=%p %m (%c)%n
rootLogger.level=info
rootLogger.appenderRef.file.ref=file
rootLogger.appenderRef.journal.ref=journal
rootLogger.appenderRef.journal.level=warn
"
  fi
}

install_version() {
  first_line "$opt/$1/.sha256"
  [[ -n $REPLY ]] || fail "version $1: not fetched; got: $(ls "$opt")"
  install -d -m 0755 "$etc"
  place_user
  place_logging "$1"
  place_service
  replace "$etc/version" 0644 "$1"$'\n'
}

# verb_install --version V
verb_install() {
  [[ -n ${args[version]:-} ]] || usage "install --version V"
  check_option version "${args[version]}" "$is_version"
  install_version "${args[version]}"
  say "\"version\":\"${args[version]}\""
}
