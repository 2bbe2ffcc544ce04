import type { z } from "zod";
import { keyed, named, textLike, wholeNumber } from "./field";

const cidr = () => textLike("a range such as 10.77.1.0/24", /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/);
const bucket = () =>
  textLike("a bucket's name: 3 to 63 small letters, digits, . and -", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
const word = (of: string) =>
  textLike(`${of}: a small letter, then small letters, digits and -`, /^[a-z][a-z0-9-]{0,38}$/);
const zoneId = () =>
  textLike("a zone id such as euw1-az1 (zone names differ between accounts)", /^[a-z]+\d*-[a-z]+\d+(-[a-z0-9-]+)?$/);
const filePath = () => textLike("a path", /^[^\0\r\n]+$/);

const network = keyed({
  vpc: textLike("a VPC id such as vpc-0a1b2c3d", /^vpc-[0-9a-f]+$/).describe("The VPC that everything lies in."),
  zones: named(
    zoneId(),
    keyed({
      subnet: textLike("a subnet id such as subnet-0a1b2c3d", /^subnet-[0-9a-f]+$/).describe(
        "Private subnet for nodes.",
      ),
      cidr: cidr().describe("Its range; nodes' addresses lie in it."),
    }),
    "a map of zones by zone id",
  ).describe("Zones that nodes can live in, by zone id."),
  ranges: named(word("a range"), cidr(), "a map of ranges by name")
    .optional()
    .describe("Address ranges that stacks may let in, by name. Default: none."),
});

const bastion = keyed({
  host: textLike("a host name or address", /^[A-Za-z0-9][A-Za-z0-9.-]*$/).describe("Host to jump through."),
  user: textLike("a user name such as admin", /^[a-z_][a-z0-9_-]{0,31}$/).describe("User to log in as."),
  port: wholeNumber("a port from 1 to 65535", 1, 65535).optional().describe("Default 22."),
  cidr: cidr().describe("Where its connections to the nodes come from."),
});

const state = keyed({
  bucket: bucket().optional().describe("Bucket of Terraform's state, with locking."),
  local: filePath()
    .optional()
    .describe("Folder of Terraform's state, for a place of one's own. Relative to this file."),
}).refine((value) => (value.bucket === undefined) !== (value.local === undefined), { error: "either bucket or local" });

const ssh = keyed({
  key: filePath().optional().describe("Private key. Default: the agent and ~/.ssh/config. Relative to this file."),
  keyPair: textLike("the name of a key pair", /^[\x21-\x7e][\x20-\x7e]{0,254}$/)
    .optional()
    .describe("EC2 key pair that new instances get. Default: the image's own keys."),
  knownHosts: filePath().optional().describe("known_hosts file. Default: ~/.ssh/known_hosts. Relative to this file."),
});

const place = keyed({
  account: textLike("twelve digits, in quotes", /^\d{12}$/).describe("AWS account. Terraform refuses any other."),
  region: textLike("a region such as eu-west-1", /^[a-z]{2}(-[a-z]+)+-\d$/).describe("AWS region."),
  network: network.describe("Network that is there already; dataops makes none."),
  bucket: bucket().describe("Bucket of artefacts, configs, leases and journals."),
  images: named(
    word("an image"),
    textLike("an image id such as ami-0a1b2c3d", /^ami-[0-9a-f]+$/),
    "a map of image ids by name",
  ).describe("Image ids by the names that cluster files use."),
  bastion: bastion.optional().describe("Host that operators jump through. Default: none, nodes are reached directly."),
  state: state.describe("Where Terraform's state lies."),
  endpoint: textLike("an http or https address", /^https?:\/\/[^\s/]+$/)
    .optional()
    .describe("One endpoint for every AWS service, e.g. of an emulator. Default: AWS's own."),
  ssh: ssh.optional().describe("Keys of ssh. Default: the agent, ~/.ssh/config and ~/.ssh/known_hosts."),
});

/** `places.yaml`, as it is written. */
export const placesSchema = named(word("a place"), place, "a map of places by name").describe(
  "Places that clusters stand in: account, region, network, images, bastion and state.",
);

/** What one entry of `places.yaml` says. */
export type PlaceText = z.output<typeof place>;
