import { createHash } from "node:crypto";
import type { WantedInstance } from "../wanted";

/** Six hours, as long as EC2's own last. */
const credentialsLast = 6 * 3600_000;

/** Everything that the metadata service tells an instance, by path below `/latest/`. */
export function metadataTree(instance: WantedInstance, now: number): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  const put = (path: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) tree.set(path, value);
  };
  const { mac, address, zone, zoneId } = instance;
  const name = address === null ? null : `ip-${address.replaceAll(".", "-")}.${instance.region}.compute.internal`;
  put("meta-data/ami-id", instance.image);
  put("meta-data/hostname", name);
  put("meta-data/instance-id", instance.id);
  put("meta-data/instance-life-cycle", "on-demand");
  put("meta-data/instance-type", instance.type);
  put("meta-data/local-hostname", name);
  put("meta-data/local-ipv4", address);
  put("meta-data/mac", mac);
  put("meta-data/placement/availability-zone", zone);
  put("meta-data/placement/availability-zone-id", zoneId);
  put("meta-data/placement/region", instance.region);
  put("meta-data/services/domain", "amazonaws.com");
  put("meta-data/services/partition", "aws");
  if (mac !== null) putInterface(put, `meta-data/network/interfaces/macs/${mac}`, instance);
  if (instance.tagsInMetadata) {
    for (const [key, value] of Object.entries(instance.tags)) put(`meta-data/tags/instance/${key}`, value);
  }
  putRole(put, instance, now);
  put("dynamic/instance-identity/document", identity(instance));
  return tree;
}

type Put = (path: string, value: string | null | undefined) => void;

function putInterface(put: Put, at: string, instance: WantedInstance): void {
  put(`${at}/device-number`, "0");
  put(`${at}/interface-id`, instance.interface);
  put(`${at}/local-ipv4s`, instance.address);
  put(`${at}/mac`, instance.mac);
  put(`${at}/subnet-id`, instance.subnet);
  put(`${at}/subnet-ipv4-cidr-block`, instance.cidr);
  put(`${at}/vpc-id`, instance.vpc);
}

function putRole(put: Put, { profile, id }: WantedInstance, now: number): void {
  const role = profile?.roles[0];
  if (profile === null || role === undefined) return;
  const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  const word = (of: string): string => createHash("sha256").update(`${id} ${of}`).digest("hex");
  const { arn, id: profileId } = profile;
  put(
    "meta-data/iam/info",
    json({ Code: "Success", LastUpdated: time(now), InstanceProfileArn: arn, InstanceProfileId: profileId }),
  );
  const credentials = {
    Code: "Success",
    LastUpdated: time(now),
    Type: "AWS-HMAC",
    AccessKeyId: `ASIA${word("access").slice(0, 16).toUpperCase()}`,
    SecretAccessKey: word("secret").slice(0, 40),
    Token: word("token"),
    Expiration: time(now + credentialsLast),
  };
  put(`meta-data/iam/security-credentials/${role}`, json(credentials));
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

const identity = (instance: WantedInstance): string =>
  json({
    accountId: instance.account,
    architecture: "x86_64",
    availabilityZone: instance.zone,
    imageId: instance.image,
    instanceId: instance.id,
    instanceType: instance.type,
    pendingTime: instance.launched,
    privateIp: instance.address,
    region: instance.region,
    version: "2017-09-30",
  });

/** Text at a path, or the names in a folder one a line, folders with a slash; undefined when there is neither. */
export function readTree(tree: ReadonlyMap<string, string>, path: string): string | undefined {
  const clean = path.replace(/\/+$/, "");
  const value = tree.get(clean);
  if (value !== undefined) return value;
  const prefix = clean === "" ? "" : `${clean}/`;
  const names = [...tree.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length).replace(/\/.*$/, "/"));
  return names.length === 0 ? undefined : [...new Set(names)].sort().join("\n");
}
