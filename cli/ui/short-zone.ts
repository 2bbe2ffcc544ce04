/** `euw1-az1` as `az1`: all zones of a cluster are in one region. */
export const shortZone = (zone: string): string => zone.replace(/^.*-/, "");
