import { labDown } from "../../lab";
import { createTopic } from "../../lab/traffic/create-topic";
import { bootstrap, deployed, kafkaLibs, until, wellAndEqual } from "../../test/lab/deployed";
import { takeTurn } from "./turn";

/** What the benches that need brokers share: one lab with the shipped cluster, formed, with a topic. */
export interface LabSession {
  /** Folder of Kafka's jars. */
  readonly libs: string;
  /** `address:port`, separated by commas. */
  readonly bootstrap: string;
  readonly topic: string;
  readonly partitions: number;
}

interface Held {
  readonly session: Promise<LabSession>;
  readonly giveBack: () => void;
}

let held: Held | undefined;

/** The session of this run, brought up when it is first asked for. */
export async function labSession(say: (line: string) => void): Promise<LabSession> {
  if (held === undefined) {
    const giveBack = await takeTurn(say);
    held = { giveBack, session: bringUp(say) };
  }
  return held.session;
}

/** Take the lab down if this run has brought it up. */
export async function endLabSession(): Promise<void> {
  if (held === undefined) return;
  const { giveBack, session } = held;
  held = undefined;
  await session.catch(() => {});
  try {
    await labDown();
  } finally {
    giveBack();
  }
}

async function bringUp(say: (line: string) => void): Promise<LabSession> {
  say("lab up, place, artefacts, cluster");
  await deployed();
  await until("formed", wellAndEqual);
  const libs = await kafkaLibs();
  const topic = { name: "orders", partitions: 24, replicas: 3 };
  await createTopic(libs, bootstrap(), topic);
  await until("the topic is whole", wellAndEqual);
  return { libs, bootstrap: bootstrap(), topic: topic.name, partitions: topic.partitions };
}
