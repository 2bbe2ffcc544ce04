import type { Cluster } from "../../spec";

/** What OpenSSH needs to know to trust the hosts of a cluster, and no others. */
export const sshOptions = ({ place }: Cluster): string[] => [
  `UserKnownHostsFile=${place.ssh.knownHosts ?? "~/.ssh/known_hosts"}`,
  "StrictHostKeyChecking=yes",
  "BatchMode=yes",
  "LogLevel=ERROR",
];
