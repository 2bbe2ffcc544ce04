import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { turnSocket, turnVariable, whoseTurn } from "./whose-turn";

/** Milliseconds between two looks. */
const pause = 500;

/**
 * Wait for the turn and keep it until it is given back or the process ends. The kernel gives the name to one of all
 * who ask for it, so two waiters can never both have it.
 *
 * @param what what the turn is taken for, for whoever waits
 * @param tell is told who has it
 * @returns gives the turn back
 */
export async function holdTurn(
  what: string,
  tell: (line: string) => void = () => undefined,
  name = turnSocket,
): Promise<() => void> {
  let server = await bound(name, what);
  while (server === undefined) {
    const other = await whoseTurn(name);
    if (other !== undefined) tell(`waiting for the lab: process ${other.pid} has it (${other.what})`);
    await sleep(pause);
    server = await bound(name, what);
  }
  const held = server;
  process.env[turnVariable] = String(process.pid);
  return () => {
    if (!held.listening) return;
    held.close();
    delete process.env[turnVariable];
  };
}

/** The name, or undefined where another has it. */
const bound = (name: string, what: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end(JSON.stringify({ pid: process.pid, what }));
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
