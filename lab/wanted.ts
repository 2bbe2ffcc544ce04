import { z } from "zod";

const instance = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  state: z.enum(["pending", "running", "shutting-down", "terminated", "stopping", "stopped"]),
  image: z.string(),
  type: z.string(),
  launched: z.string(),
  address: z.string().nullable(),
  mac: z.string().nullable(),
  interface: z.string().nullable(),
  subnet: z.string().nullable(),
  cidr: z.string().nullable(),
  vpc: z.string().nullable(),
  zone: z.string().nullable(),
  zoneId: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  tagsInMetadata: z.boolean(),
  profile: z.object({ arn: z.string(), id: z.string(), roles: z.array(z.string()) }).nullable(),
  /** Base64. */
  userData: z.string().nullable(),
  /** How often RebootInstances named it. */
  reboots: z.number(),
});

const volume = z.object({
  id: z.string(),
  gib: z.number(),
  instance: z.string().nullable(),
  device: z.string().nullable(),
  /** The disk a machine boots from: part of the host, no volume of the lab. */
  root: z.boolean(),
});

/** What the emulator's page tells of all instances and volumes. */
export const wantedSchema = z.object({ instances: z.array(instance), volumes: z.array(volume) });

export type WantedInstance = z.output<typeof instance>;
export type WantedVolume = z.output<typeof volume>;

/** What should be: the emulator's instances and volumes. */
export type Wanted = z.output<typeof wantedSchema>;
