#!/bin/bash
# In a throw-away copy of the base image: runs a node of one release once, and writes down its classes as it ends.
# usage: make-class-archive.sh VERSION; /in/kafka.tar is the artefact, /out takes VERSION.jsa
set -euo pipefail
export LC_ALL=C
version=$1
kafka=/opt/kafka/$version
mkdir -p "$kafka" /tmp/data
tar --extract --no-same-owner --file /in/kafka.tar --directory "$kafka"

cat >/tmp/server.properties <<END
process.roles=broker,controller
node.id=1
controller.listener.names=CONTROLLERS
listeners=CLIENTS://127.0.0.1:9092,CONTROLLERS://127.0.0.1:9093
listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLERS:PLAINTEXT
inter.broker.listener.name=CLIENTS
controller.quorum.bootstrap.servers=127.0.0.1:9093
log.dirs=/tmp/data
offsets.topic.replication.factor=1
END

# the same path, jars, order and memory as a node's: an archive fits nothing else
jars=("$kafka"/libs/*.jar)
CLASSPATH=$(IFS=: && echo "${jars[*]}")
_JAVA_OPTIONS=$(sed -n 's/^Environment="_JAVA_OPTIONS=\(.*\)"$/\1/p' /etc/systemd/system/kafka.service.d/lab.conf)
export CLASSPATH _JAVA_OPTIONS

java kafka.tools.StorageTool format --cluster-id AAAAAAAAAAAAAAAAAAAAAQ --config /tmp/server.properties --standalone
java -XX:ArchiveClassesAtExit="/tmp/$version.jsa" kafka.Kafka /tmp/server.properties &
for ((round = 0; round < 300; round++)); do
  ! (: </dev/tcp/127.0.0.1/9092) 2>/dev/null || break
  sleep 0.2
done
java org.apache.kafka.tools.TopicCommand --bootstrap-server 127.0.0.1:9092 --create --topic one --partitions 1
kill -TERM $!
wait $! || true
mv "/tmp/$version.jsa" "/out/$version.jsa"
