import pLimit from "p-limit";
import type { Cluster, Node } from "../../../spec/cluster";
import type { Unreachable } from "../../facts/node-report";
import { type ConnectOptions, connect } from "./connect";
import { unreachable } from "./ssh-failure";
import { SshJumps } from "./ssh-jumps";
import type { SshTransport } from "./ssh-transport";
import type { Transport } from "./transport";

/** The ways to all nodes of a cluster: opened when first needed, kept, and opened again when lost. */
export class Fleet {
  readonly #jumps = new SshJumps();
  readonly #ways = new Map<number, Promise<SshTransport>>();
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #options: ConnectOptions;
  readonly #closing = new AbortController();

  /** @param options `limit`: connections being opened at the same time; default 16 */
  constructor(
    readonly cluster: Cluster,
    { limit = 16, ...options }: Omit<ConnectOptions, "jumps" | "signal"> & { limit?: number } = {},
  ) {
    this.#limit = pLimit(limit);
    this.#options = { ...options, jumps: this.#jumps, signal: this.#closing.signal };
  }

  /**
   * The way to a node, a new one if the last was lost. Ask again before each use; do not keep it.
   *
   * @throws SshFailure
   */
  async to(id: number): Promise<Transport> {
    const way = this.#ways.get(id);
    if (way !== undefined) {
      const transport = await way;
      if (transport.lost === undefined) return transport;
      if (this.#ways.get(id) === way) this.#ways.delete(id);
    }
    return this.#ways.get(id) ?? this.#open(id);
  }

  /** Do the same on every node at once. A node that cannot be reached is an answer of its own, not an error. */
  async each<T>(work: (transport: Transport, node: Node) => Promise<T>): Promise<Record<number, T | Unreachable>> {
    const one = async (node: Node): Promise<[number, T | Unreachable]> => [
      node.id,
      await this.to(node.id)
        .then((transport) => work(transport, node))
        .catch(unreachable),
    ];
    return Object.fromEntries(await Promise.all(this.cluster.nodes.map(one)));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const ways = [...this.#ways.values()];
    this.#ways.clear();
    await Promise.all(ways.map((way) => way.then((transport) => transport.close()).catch(() => {})));
    this.#jumps.close();
  }

  #open(id: number): Promise<SshTransport> {
    const node = this.cluster.nodes.find((one) => one.id === id);
    if (node === undefined) throw new Error(`${this.cluster.name}: node ${id}; expected a node of the cluster`);
    if (this.#closing.signal.aborted)
      throw new Error(`${this.cluster.name}: the connections of this command are closed`);
    const way = this.#limit(() => connect(this.cluster, node, this.#options));
    this.#ways.set(id, way);
    way.catch(() => {
      if (this.#ways.get(id) === way) this.#ways.delete(id);
    });
    return way;
  }
}
