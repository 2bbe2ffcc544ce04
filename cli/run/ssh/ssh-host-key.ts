import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  fingerprint,
  type HostKeyVerdict,
  judgeHostKey,
  type KnownHost,
  knownKeyTypes,
  namesOf,
  parseKnownHosts,
  typeOfKey,
} from "./known-hosts";
import { SshFailure } from "./ssh-failure";
import type { Hop } from "./ssh-route";

/** Host key algorithms that are offered; RSA with SHA-1 is not. */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** The known hosts for one connection: which algorithms to ask for, and whether a key that is shown is the host's. */
export interface HostKeys {
  readonly algorithms: readonly string[];
  /** The reason to refuse, or undefined for a key that is known. */
  judge(key: Buffer): SshFailure | undefined;
}

/** @param files known_hosts files; one that is not there is empty */
export function hostKeys(hop: Hop, files: readonly string[]): HostKeys {
  const known = files.flatMap((file) => parseKnownHosts(textOf(file), file));
  const port = hop.settings.hostKeyAlias === undefined ? hop.port : 22;
  const types = knownKeyTypes(known, hop.host, port);
  // As OpenSSH: what is on record first, so that a host with several keys shows one that can be compared.
  const order = [...new Set([...types, ...Object.keys(algorithms)])].flatMap((type) => algorithms[type] ?? []);
  return {
    algorithms: order,
    judge: (key) => refusal(hop, port, key, judgeHostKey(known, hop.host, port, key), files, known),
  };
}

/** Known hosts files in use: the place's alone, or those of the operator's configuration and the system's. */
export function knownHostsFiles(place: string | undefined, hop: Hop, home: string): string[] {
  if (place !== undefined) return [place];
  const own = hop.settings.knownHosts ?? [join(home, ".ssh", "known_hosts"), join(home, ".ssh", "known_hosts2")];
  return [...own, "/etc/ssh/ssh_known_hosts"];
}

function refusal(
  hop: Hop,
  port: number,
  key: Buffer,
  { verdict, ...found }: HostKeyVerdict & { line?: KnownHost },
  files: readonly string[],
  known: readonly KnownHost[],
): SshFailure | undefined {
  if (verdict === "known") return undefined;
  const got = `${typeOfKey(key)} ${fingerprint(key)}`;
  const name = namesOf(hop.host, port)[0] ?? hop.host;
  const at = found.line === undefined ? "" : `${found.line.file}:${found.line.line}`;
  if (verdict === "revoked")
    return new SshFailure(name, "host key revoked", `got ${got}, which ${at} marks as revoked; do not connect`);
  if (verdict === "changed") {
    const expected =
      found.line === undefined ? "" : `${found.line.type} ${fingerprint(Buffer.from(found.line.key, "base64"))}`;
    return new SshFailure(
      name,
      "host key changed",
      `expected ${expected} (${at}); got ${got}; if the host was meant to change: ` +
        `ssh-keygen -R '${name}' -f '${found.line?.file ?? ""}', then add its new key`,
    );
  }
  const authority = known.some((line) => line.marker === "cert-authority")
    ? "; certificate authorities are not supported"
    : "";
  return new SshFailure(
    name,
    "host key unknown",
    `got ${got}; expected a key on record in ${files[0] ?? "a known_hosts file"}; compare the fingerprint with the ` +
      `host's own (its console log), then add the key to that file${authority}`,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}
