import { afterAll, beforeAll, it } from "vitest";
import { describeInLab } from "./can-run-lab";
import { deployed } from "./deployed";
import { blankDisk } from "./kafka-write/blank-disk";
import { faults } from "./kafka-write/faults/faults";
import { forms } from "./kafka-write/forms";
import { kinds } from "./kafka-write/kinds";
import { endLoad, expectNothingLost, startLoad } from "./kafka-write/load";

/** One cluster for all, and one producer that writes all through; each test leaves it well, the last one does not. */
describeInLab("a Kafka write tier", () => {
  beforeAll(deployed, 600_000);
  afterAll(endLoad);

  forms();
  it("takes records from here on", startLoad);
  faults();
  kinds();
  it("has lost and doubled none of the records that were acknowledged all the while", expectNothingLost, 180_000);
  blankDisk();
});
