import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type TerraformStack, Testing } from "cdktf";
import { ClusterStack, KafkaCluster, Network } from "../../constructs";
import { type Cluster, parseCluster } from "../../spec";

const shipped = join(__dirname, "../../clusters");

const read = (file: string): string => readFileSync(join(shipped, file), "utf8");

/** A place with an emulator: what a rehearsal runs in. */
export const emulated = `lab:
  account: "000000000001"
  region: eu-north-1
  network:
    vpc: vpc-0000aaaa
    zones:
      eun1-az1: { subnet: subnet-00000001, cidr: 10.77.1.0/24 }
      eun1-az2: { subnet: subnet-00000002, cidr: 10.77.2.0/24 }
      eun1-az3: { subnet: subnet-00000003, cidr: 10.77.3.0/24 }
    ranges:
      ingest: 10.70.0.0/16
  bucket: rehearsal
  state: { local: /var/rehearsal/state }
  endpoint: http://10.77.0.1:5000
  images:
    base-12: ami-0000cccc
  ssh: { keyPair: rehearsal }
`;

type Edit = readonly [from: string, to: string];

/** The shipped configs of kafka-write, by word. */
export const shippedConfigs: ReadonlyMap<string, string> = new Map(
  readdirSync(join(shipped, "configs/kafka-write")).map((word) => [word, read(`configs/kafka-write/${word}`)]),
);

/** The shipped kafka-write with places of both kinds beside one another, edited. */
export function shippedCluster(edits: readonly Edit[] = [], configs = shippedConfigs): Cluster {
  const text = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`clusters/kafka-write.yaml does not hold ${from}`);
    return text.replaceAll(from, to);
  }, read("kafka-write.yaml"));
  const placesText = `${read("places.yaml")}\n${emulated}`;
  return parseCluster({
    file: "clusters/kafka-write.yaml",
    text,
    placesFile: "/etc/x/places.yaml",
    placesText,
    configs,
  });
}

/** Edits that put kafka-write into the emulated place. */
export const inLab: readonly Edit[] = [
  ["place: prod", "place: lab"],
  ["euw1-", "eun1-"],
];

/** A stack as shipped. */
export function kafkaStack(spec: Cluster, scope = new App(), configs = shippedConfigs): ClusterStack {
  const stack = new ClusterStack(scope, spec);
  const network = Network.lookup(stack, spec.place);
  const kafka = new KafkaCluster(stack, "kafka", { spec, network, configs });
  kafka.clients.allowFrom(network.range("ingest"));
  kafka.ssh.allowFrom(network.bastion);
  return stack;
}

/** One block of Terraform's JSON. */
export type Block = Readonly<Record<string, unknown>>;

export interface TerraformJson {
  readonly provider: { readonly aws: readonly Block[] };
  readonly terraform: { readonly backend: Readonly<Record<string, Block>> };
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** What Terraform gets of a stack, checked as at synth. */
export const terraformJson = (stack: TerraformStack): TerraformJson =>
  JSON.parse(Testing.synth(stack, true)) as TerraformJson;

/** Every resource of a type, by name. */
export function resources(json: TerraformJson, type: string): Readonly<Record<string, Block>> {
  const found = json.resource[type];
  if (found === undefined) throw new Error(`no ${type}; there are ${Object.keys(json.resource).join(", ")}`);
  return found;
}

/** One resource or data source by its address. */
export function block(json: TerraformJson, address: string): Block {
  const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
  const found = (address.startsWith("data.") ? json.data : json.resource)[type]?.[name];
  if (found === undefined)
    throw new Error(`no ${address}; there are ${Object.keys(json.resource[type] ?? {}).join(", ")}`);
  return found;
}
