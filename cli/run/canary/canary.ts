import type { Acks } from "../../decide/journal";
import { type AckEvent, ackGaps, noAcks, withAck } from "../../facts/ack-gaps";
import { inTime } from "../aws/in-time";
import type { KafkaSessions } from "../kafka/kafka-sessions";
import { CanaryTopic } from "./canary-topic";
import { canaryWriter } from "./canary-writer";

/** Milliseconds that a canary waits at its end for records on their way. */
const patience = 5000;
/** Milliseconds between two looks at whether every broker of the topic is connected. */
const warmEvery = 1000;
/** Records a second that a canary writes at most. */
const mostRate = 1000;

/** Writes small records all the time, so that an operator sees what a producer feels. It never throws. */
export interface Canary {
  /**
   * What was felt so far; after `stop`, in all. What a gap is: {@link AckGaps}.
   *
   * Where nothing is wrong the longest gap is the time between two records of a partition (partitions / rate) and a
   * round trip. Time in which this process itself was too busy to read an ack counts, too.
   *
   * @param now milliseconds since the epoch
   */
  acks(now: number): Acks;
  /** Write no more, wait 5 s at most for records on their way (then they have failed), and close the sessions. */
  stop(): Promise<Acks>;
}

/** How a canary writes. */
export interface CanaryOptions {
  /** Records a second over all partitions together, above 0, at most 1,000. Default 20. */
  readonly rate?: number;
  /** For metadata alone, the canary's own as well. Default: the sessions that records go by. */
  readonly metadata?: KafkaSessions;
}

/**
 * Begin to write to every partition of a topic in turn, acks=all, each record until it is acked or 120 s have passed.
 *
 * One record a partition is on its way at a time; one that is due meanwhile is left out, so no partition waits for
 * another one here. Partitions that the same broker leads share a connection, as they do in a producer: there, what
 * holds up one may hold up the others.
 *
 * @param sessions nobody else's, and closed by the canary: a broker answers the requests of a connection one after the
 *   other, so a health poll behind a record that waits for its replicas would wait, too, and a record that gets no
 *   answer costs the connection. For the same reason metadata is better asked by sessions of its own.
 * @throws BadInput where the topic is unknown or has no partitions
 * @throws Error where no broker answers, or the rate is none
 */
export async function startCanary(
  sessions: KafkaSessions,
  topic: string,
  { rate = 20, metadata = sessions }: CanaryOptions = {},
): Promise<Canary> {
  const close = (): void => {
    sessions.close();
    metadata.close();
  };
  try {
    if (!(rate > 0 && rate <= mostRate))
      throw new Error(`canary: rate; expected records a second above 0, at most ${mostRate}; got ${rate}`);
    const places = await CanaryTopic.read(metadata, topic);
    // What it takes to connect through SSH is nothing that a producer feels.
    await places.connect(sessions);
    return write(sessions, places, rate, close);
  } catch (error) {
    close();
    throw error;
  }
}

function write(sessions: KafkaSessions, places: CanaryTopic, rate: number, close: () => void): Canary {
  const { topic, partitions } = places;
  const began = Date.now();
  const over = new AbortController();
  const writeRecord = canaryWriter(sessions, places, over.signal);
  const onTheWay = new Map<number, Promise<void>>();
  let [tally, turns, stopping] = [noAcks(began, partitions), 0, false];
  const note = (event: AckEvent): void => {
    if (!over.signal.aborted) tally = withAck(tally, event);
  };
  const rest = (partition: number): void => note({ event: "rested", partition, at: Date.now() });

  const send = async (partition: number, number: number): Promise<void> => {
    note({ event: "sent" });
    const acked = await writeRecord(partition, number);
    note(acked ? { event: "acked", partition, at: Date.now() } : { event: "failed" });
    onTheWay.delete(partition);
    if (stopping) rest(partition);
  };
  const turn = (): void => {
    const due = Math.floor(((Date.now() - began) * rate) / 1000);
    // After a pause of this process each partition's turn comes once and no more.
    for (turns = Math.max(turns, due - partitions); turns < due; turns++) {
      const partition = turns % partitions;
      if (!onTheWay.has(partition)) onTheWay.set(partition, send(partition, tally.sent + 1));
    }
  };
  let warming: Promise<unknown> = Promise.resolve();
  const warm = (): void => void (warming = Promise.all([warming, places.connect(sessions)]));
  const timers = [setInterval(turn, 1000 / rate), setInterval(warm, warmEvery)];
  for (const timer of timers) timer.unref();

  const acks = (now: number): Acks => ({ topic, ...ackGaps(tally, now) });
  const end = async (): Promise<Acks> => {
    stopping = true;
    for (const timer of timers) clearInterval(timer);
    for (let partition = 0; partition < partitions; partition++) if (!onTheWay.has(partition)) rest(partition);
    await inTime(Promise.all(onTheWay.values()), patience, "no ack").catch(() => {});
    for (const partition of onTheWay.keys()) {
      note({ event: "failed" });
      rest(partition);
    }
    over.abort();
    close();
    // Who was failing over just then has opened a connection since.
    void Promise.all([warming, ...onTheWay.values()]).then(close);
    return acks(Date.now());
  };
  let ended: Promise<Acks> | undefined;
  return { acks, stop: () => (ended ??= end()) };
}
