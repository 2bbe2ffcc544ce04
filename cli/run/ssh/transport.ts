/** What a command on a host answered. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A way to one host. One is kept open per node for the length of a command. */
export interface Transport {
  /** Run an argv (never a shell string); each word is quoted by the transport. */
  run(argv: readonly string[], options?: { stdin?: string | Buffer; timeout?: number }): Promise<Answer>;
  /** A TCP stream to an address as the host sees it. */
  open(address: string, port: number): Promise<import("node:stream").Duplex>;
  close(): Promise<void>;
}
