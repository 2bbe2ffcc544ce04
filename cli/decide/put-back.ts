import type { Decision } from "./decision";
import type { World } from "./world";

/** The newest setting that is to be put back now; what a hook began is ended by its own on the way out. */
export function putBack({ journal }: World): Decision | undefined {
  const undo = journal.undo.findLast(({ what }) => what === "protection");
  return undo === undefined ? undefined : { do: "put-back", undo };
}
