import { addressesAreUsedOnce, addressesLieInTheirZone } from "./addresses";
import type { Check } from "./check";
import { configValuesAreKafkas } from "./config-values";
import {
  disksAreWithinGp3,
  disksHoldTheTraffic,
  disksNeverShrink,
  heapsAreKnown,
  instancesCarryTheirDisks,
} from "./disks";
import { listenersAreTheRecordedOnes } from "./listeners";
import {
  fileIsNamedAsItsCluster,
  imagesAreKnown,
  placeIsKnown,
  poolsAreKnown,
  versionsAreKnown,
  zonesAreKnown,
} from "./names";
import {
  clusterIdIsKafkas,
  everyNodeHasARecord,
  everyRecordHasANode,
  noVersionIsBelowTheFinalizedOne,
  recordedConfigsAreKept,
} from "./records";
import { internalTopicsFit, minIsrLeavesRoom, poolsHaveRoles, replicasFit, votersAreOdd } from "./replication";
import {
  configHoldsNoSecret,
  configKeysAreSpelledRight,
  configKeysAreTheUsers,
  configValuesAreOneLine,
  listenersAreApart,
  listenersAreThere,
} from "./settings";

/** Everything that must be true of a cluster file beyond its form. All are asked, whatever the others say. */
export const checks: readonly Check[] = [
  fileIsNamedAsItsCluster,
  placeIsKnown,
  versionsAreKnown,
  imagesAreKnown,
  poolsAreKnown,
  zonesAreKnown,
  addressesAreUsedOnce,
  addressesLieInTheirZone,
  everyNodeHasARecord,
  everyRecordHasANode,
  recordedConfigsAreKept,
  clusterIdIsKafkas,
  noVersionIsBelowTheFinalizedOne,
  poolsHaveRoles,
  votersAreOdd,
  replicasFit,
  minIsrLeavesRoom,
  internalTopicsFit,
  disksAreWithinGp3,
  instancesCarryTheirDisks,
  disksNeverShrink,
  disksHoldTheTraffic,
  heapsAreKnown,
  configKeysAreSpelledRight,
  configKeysAreTheUsers,
  configHoldsNoSecret,
  configValuesAreOneLine,
  configValuesAreKafkas,
  listenersAreThere,
  listenersAreApart,
  listenersAreTheRecordedOnes,
];
