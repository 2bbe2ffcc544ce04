import { connect } from "node:net";
import { z } from "zod";

/** A name that the kernel gives back when its holder ends, however it ends: there is nothing stale to clear away. */
export const turnSocket = "\0dataops-lab-turn";

/** Set for the holder of the turn and all that it starts: its process id. */
export const turnVariable = "DATAOPS_LAB_TURN";

/** Milliseconds for a holder that is busy. */
const patience = 2_000;

const holder = z.object({ pid: z.number(), what: z.string() });

/** Who has the machine's lab to itself. */
export type TurnHolder = z.output<typeof holder>;

/** Who has the turn now; undefined: nobody. One that does not tell within 2 s is process 0. */
export const whoseTurn = (name = turnSocket): Promise<TurnHolder | undefined> =>
  new Promise((resolve) => {
    let said = "";
    const socket = connect(name);
    socket.setEncoding("utf8").setTimeout(patience, () => {
      socket.destroy();
      resolve({ pid: 0, what: "does not tell what it does" });
    });
    socket.on("data", (chunk: string) => {
      said += chunk;
    });
    socket.on("error", () => resolve(undefined));
    // one that ended while it was asked
    socket.on("end", () => {
      socket.destroy();
      resolve(said === "" ? undefined : holder.parse(JSON.parse(said)));
    });
  });

/** Whether a turn is this process's own, or that of the process that started it. */
export const isOurTurn = ({ pid }: TurnHolder): boolean => process.env[turnVariable] === String(pid);
