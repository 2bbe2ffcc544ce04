import { createServer } from "node:net";
import { pipeline } from "node:stream";
import type { Transport } from "../ssh/transport";

/** The local end of a forward. */
export interface Forward {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): void;
}

/**
 * A port on this machine that leads through a host to an address as the host sees it.
 *
 * It takes one connection and then no more, so that nobody else on this machine can use it.
 *
 * @throws SshFailure when the address cannot be reached from the host: asked before there is a port
 */
export async function forward(transport: Transport, address: string, port: number): Promise<Forward> {
  const far = await transport.open(address, port);
  return new Promise((resolve, reject) => {
    const server = createServer((near) => {
      server.close();
      near.setNoDelay(true);
      pipeline(near, far, near, () => far.destroy());
    });
    server.maxConnections = 1;
    server.on("error", reject);
    far.on("error", () => {});
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      if (bound === null || typeof bound === "string") return reject(new Error("forward: no port was bound"));
      const close = (): void => {
        server.close();
        far.destroy();
      };
      resolve({ port: bound.port, close });
    });
  });
}
