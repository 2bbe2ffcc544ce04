/** The folder of the cluster files: `DATAOPS_CLUSTERS`, else `clusters` in the working folder. */
export const clustersFolder = (): string => process.env["DATAOPS_CLUSTERS"] || "clusters";
