import type { Client } from "ssh2";
import { type HopOptions, openHop } from "./ssh-hop";
import type { Hop } from "./ssh-route";

/** Connections to jump hosts: each is opened once and shared by all the nodes behind it. */
export class SshJumps {
  readonly #open = new Map<string, Promise<Client>>();

  /**
   * The connection to the last of these hops, or undefined when there are none.
   *
   * @throws SshFailure naming the jump host
   */
  async through(hops: readonly Hop[], options: HopOptions): Promise<Client | undefined> {
    let via: Client | undefined;
    let path = "";
    for (const hop of hops) {
      const before = via;
      path = `${path}/${hop.user}@${hop.hostName}:${hop.port}`;
      via = await this.#shared(path, () => openHop(hop, before, options));
    }
    return via;
  }

  close(): void {
    for (const opening of this.#open.values())
      void opening.then(
        (client) => client.end(),
        () => {},
      );
    this.#open.clear();
  }

  #shared(path: string, open: () => Promise<Client>): Promise<Client> {
    const existing = this.#open.get(path);
    if (existing !== undefined) return existing;
    const opening = open();
    this.#open.set(path, opening);
    const forget = (): void => {
      if (this.#open.get(path) === opening) this.#open.delete(path);
    };
    opening.then((client) => client.on("close", forget), forget);
    return opening;
  }
}
