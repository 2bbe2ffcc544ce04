import { runCommand } from "../run-command";

/** Make a topic with Kafka's own tool; one that is there is kept. */
export async function createTopic(
  libs: string,
  bootstrap: string,
  topic: { readonly name: string; readonly partitions: number; readonly replicas: number },
): Promise<void> {
  await runCommand([
    "java",
    "-Xmx128m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-cp",
    `${libs}/*`,
    "org.apache.kafka.tools.TopicCommand",
    "--bootstrap-server",
    bootstrap,
    "--create",
    "--if-not-exists",
    "--topic",
    topic.name,
    "--partitions",
    String(topic.partitions),
    "--replication-factor",
    String(topic.replicas),
  ]);
}
