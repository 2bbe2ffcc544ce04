import { once } from "node:events";
import { createServer, type Server, connect as tcp } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forward } from "../../../../cli/run/kafka/kafka-forward";
import { KafkaReader } from "../../../../cli/run/kafka/kafka-reader";
import type { SshTransport } from "../../../../cli/run/ssh/ssh-transport";
import { clusterBehind, connectTo, freePort, type Sshd, sshdPath, startSshd } from "../ssh/sshd";

describe.skipIf(sshdPath === undefined && !process.env["CI"])("a forward, through a real sshd", () => {
  let sshd: Sshd;
  let transport: SshTransport;
  let server: Server;
  let port: number;
  beforeAll(async () => {
    sshd = await startSshd();
    transport = await connectTo(sshd);
    port = await freePort();
    server = createServer((socket) => socket.pipe(socket)).listen(port, "127.0.0.1");
    await once(server, "listening");
  }, 60_000);
  afterAll(async () => {
    server.close();
    await transport.close();
    await sshd.stop();
  });

  it("carries both ways, for one caller only", async () => {
    const way = await forward(transport, "127.0.0.1", port);
    const socket = tcp(way.port, "127.0.0.1");
    socket.write("hello");
    expect(String(((await once(socket, "data")) as [Buffer])[0])).toBe("hello");
    const second = tcp(way.port, "127.0.0.1");
    const [error] = (await once(second, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
    way.close();
    await once(socket, "close");
  });

  it("ends the caller's side when the far side ends", async () => {
    const hangUp = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(hangUp, "listening");
    const { port: at } = hangUp.address() as { port: number };
    const way = await forward(transport, "127.0.0.1", at);
    const socket = tcp(way.port, "127.0.0.1");
    await once(socket, "close");
    hangUp.close();
  });

  it("is refused before there is a port when nothing listens there", async () => {
    await expect(forward(transport, "127.0.0.1", await freePort())).rejects.toThrow(
      /127.0.0.1:\d+ from 127.0.0.1: refused/,
    );
  });

  it("lets the reader say of each broker why it cannot be asked", async () => {
    const nobody = await freePort();
    const cluster = {
      ...clusterBehind(sshd),
      listeners: { brokers: { name: "brokers", port: nobody, tls: false, auth: "none" } },
    } as const;
    const reader = new KafkaReader(cluster, { to: () => Promise.resolve(transport) });
    expect(await reader.read()).toEqual({
      unreachable: [1, 2].reduce(
        (text, id) => `${text}; ${id}: 127.0.0.1:${nobody} from 127.0.0.1: refused`,
        "no broker can be reached",
      ),
    });
    // Something that listens and is no broker.
    const mute = { ...cluster, listeners: { brokers: { ...cluster.listeners.brokers, port } } };
    const fooled = new KafkaReader(mute, { to: () => Promise.resolve(transport) });
    const health = await fooled.read({ within: 3000 });
    expect(health).toHaveProperty("unreachable");
    fooled.close();
    reader.close();
  });
});
