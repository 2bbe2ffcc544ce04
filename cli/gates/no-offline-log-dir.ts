import { type Gate, open, shut } from "./gate";

export const noOfflineLogDir: Gate = {
  name: "no-offline-log-dir",
  says: "no broker has given up a log directory",
  scope: "cluster",
  always: "before",
  ask: ({ observed: { offlineDirs } }) =>
    offlineDirs.length === 0 ? open : shut(`offline: ${offlineDirs.join(", ")}; needed none`, offlineDirs.length),
};
