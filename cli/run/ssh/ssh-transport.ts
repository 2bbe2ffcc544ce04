import { constants } from "node:os";
import type { Duplex } from "node:stream";
import type { Client, ClientChannel } from "ssh2";
import { SshFailure, sshFailure } from "./ssh-failure";
import { commandLine } from "./ssh-quote";
import type { Answer, Transport } from "./transport";

/** Milliseconds a command may take unless it says otherwise. */
const usualTimeout = 60_000;

/** A way to one host over an open SSH connection. */
export class SshTransport implements Transport {
  #lost: SshFailure | undefined;

  /** @param sudo run every command as root through sudo, which must not ask */
  constructor(
    readonly host: string,
    private readonly client: Client,
    private readonly sudo: boolean,
  ) {
    client.on("error", (error) => (this.#lost ??= sshFailure(host, error)));
    client.on("close", () => (this.#lost ??= new SshFailure(host, "lost")));
  }

  /** Why this connection is no more, or undefined while it lives. */
  get lost(): SshFailure | undefined {
    return this.#lost;
  }

  /**
   * @throws SshFailure "lost" when the connection broke first, "timed out" when the command took too long: either way
   * it is not known what became of the command on the host
   */
  async run(
    argv: readonly string[],
    { stdin, timeout = usualTimeout }: { stdin?: string | Buffer; timeout?: number } = {},
  ): Promise<Answer> {
    const line = commandLine(argv, this.sudo);
    let timer: NodeJS.Timeout | undefined;
    let channel: ClientChannel | undefined;
    let over = false;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new SshFailure(this.host, "timed out", `after ${timeout / 1000} s: ${argv.slice(0, 3).join(" ")}`));
        over = true;
        channel?.close();
      }, timeout);
    });
    const onOpen = (opened: ClientChannel): void => {
      channel = opened;
      if (over) opened.close();
    };
    try {
      return await Promise.race([late, this.#exec(line, stdin, onOpen)]);
    } finally {
      clearTimeout(timer);
    }
  }

  open(address: string, port: number): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      this.#orLost(reject, () =>
        this.client.forwardOut("127.0.0.1", 0, address, port, (error, channel) =>
          error ? reject(sshFailure(`${address}:${port} from ${this.host}`, error)) : resolve(channel),
        ),
      );
    });
  }

  close(): Promise<void> {
    if (this.#lost !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      // A peer that is gone never answers the farewell.
      const timer = setTimeout(() => this.client.destroy(), 2000);
      this.client.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      this.client.end();
    });
  }

  #exec(line: string, stdin: string | Buffer | undefined, onOpen: (channel: ClientChannel) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#orLost(reject, () =>
        this.client.exec(line, (error, channel) => {
          if (error) return reject(this.#lost ?? sshFailure(this.host, error));
          // Listened to at once: opening and exit status can come in one packet, before any promise goes on.
          answerOf(channel, stdin, this.#gone).then(resolve, reject);
          onOpen(channel);
        }),
      );
    });
  }

  readonly #gone = (): SshFailure => this.#lost ?? new SshFailure(this.host, "lost", "no exit status came");

  /** ssh2 throws at once when its socket is gone. */
  #orLost(reject: (error: Error) => void, ask: () => void): void {
    if (this.#lost !== undefined) return reject(this.#lost);
    try {
      ask();
    } catch (error) {
      reject(sshFailure(this.host, error as Error));
    }
  }
}

function answerOf(channel: ClientChannel, stdin: string | Buffer | undefined, gone: () => Error): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let code: number | undefined;
    channel.on("data", (chunk: Buffer) => stdout.push(chunk));
    channel.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    channel.on("exit", (status: number | null, signal?: string) => (code = status ?? 128 + signalNumber(signal)));
    // A command may end without reading all of its input.
    channel.on("error", () => {});
    channel.on("close", () => {
      if (code === undefined) return reject(gone());
      resolve({ code, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") });
    });
    channel.end(stdin);
  });
}

const signalNumber = (signal = ""): number =>
  (constants.signals as Readonly<Record<string, number>>)[`SIG${signal.replace(/^SIG/, "")}`] ?? 0;
