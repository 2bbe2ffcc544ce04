import type { Connection } from "@platformatic/kafka";
import type { Node } from "../../../spec/cluster";
import type { Transport } from "../ssh/transport";
import type { Kafka } from "./kafka-apis";
import { type Forward, forward } from "./kafka-forward";
import { KafkaRequests } from "./kafka-requests";

/** Milliseconds for a request: the longest that anyone waits. Whoever asks has a patience of their own. */
const requestTimeout = 120_000;
const connectTimeout = 3000;

/** An open connection to one broker. */
export class KafkaSession {
  #closed = false;

  private constructor(
    readonly node: Node,
    /** The library. */
    readonly kafka: Kafka,
    readonly connection: Connection,
    readonly requests: KafkaRequests,
    private readonly forward: Forward,
  ) {
    // Without a listener a lost connection would end the process.
    connection.on("error", () => this.close());
    connection.on("close", () => this.close());
  }

  /** Connect through a host to the listener of its own broker. */
  static async open(transport: Transport, node: Node, port: number): Promise<KafkaSession> {
    // 280 ms to load: only when a broker is to be asked.
    const kafka = await import("@platformatic/kafka");
    const way = await forward(transport, node.address, port);
    const connection = new kafka.Connection("dataops", { connectTimeout, requestTimeout, maxInflights: 16 });
    connection.on("error", () => {});
    try {
      await connection.connect("127.0.0.1", way.port);
    } catch (error) {
      way.close();
      throw error;
    }
    return new KafkaSession(node, kafka, connection, new KafkaRequests(kafka, connection, node.id), way);
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // The library's request timers would hold the process open.
    void this.connection.close().catch(() => {});
    this.forward.close();
  }
}
