import { afterEach, describe } from "vitest";
import { endOperators } from "../../operator";
import { restart } from "../sitting";
import { bucket } from "./bucket";
import { heal } from "./heal";
import { hosts } from "./hosts";
import { killed } from "./killed";
import { operators } from "./operators";
import { unwritable } from "./unwritable";

/** The fault matrix of docs/faults.md. Each test leaves the cluster as it found it. */
export function faults(): void {
  describe("under every fault", () => {
    afterEach(async ({ task }) => {
      await endOperators();
      await heal();
      // One that failed leaves a roll half-way: the next begins anew.
      if (task.result?.state === "fail") await restart("11", {}, "--retarget").ended;
    }, 90_000);

    hosts();
    operators();
    bucket();
    killed();
    unwritable();
  });
}
