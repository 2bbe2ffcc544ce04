import { freeDisk, listHosts, powerOn, restoreNetwork, thaw } from "../../../../lab";
import { bucketBack } from "./bucket-away";
import { writable } from "./read-only";

/** Take every fault back that a test which failed may have left. */
export async function heal(): Promise<void> {
  await bucketBack();
  await writable();
  for (const { id } of listHosts()) {
    thaw(id);
    powerOn(id);
    await restoreNetwork(id);
    for (const path of ["/", "/var/lib/kafka"])
      try {
        freeDisk(id, path);
      } catch {
        // one that is about to boot has no disk to free
      }
  }
}
