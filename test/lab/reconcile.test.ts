import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Actual, ActualHost } from "../../lab/reconcile/actual";
import { describeAction } from "../../lab/reconcile/describe-action";
import { reconcile } from "../../lab/reconcile/reconcile";
import type { Wanted, WantedInstance, WantedVolume } from "../../lab/wanted";

const folder = join(__dirname, "cases/reconcile");

interface Case {
  readonly wanted: { readonly instances?: Partial<WantedInstance>[]; readonly volumes?: Partial<WantedVolume>[] };
  readonly actual: {
    readonly hosts?: ActualHost[];
    readonly volumes?: string[];
    readonly sizes?: Record<string, number>;
  };
  readonly actions: string[];
}

const wantedOf = ({ instances = [], volumes = [] }: Case["wanted"]): Wanted => ({
  instances: instances.map(
    (instance) => ({ cidr: "10.0.0.0/24", mac: "02:00:00:00:00:01", reboots: 0, ...instance }) as WantedInstance,
  ),
  volumes: volumes.map((volume) => ({ gib: 1, instance: null, device: null, root: false, ...volume }) as WantedVolume),
});

const actualOf = ({ hosts = [], volumes = [], sizes = {} }: Case["actual"]): Actual => ({
  hosts: hosts.map((host) => ({ ...{ held: false, reboots: 0, volumes: [] }, ...host })),
  volumes,
  sizes,
});

describe("reconcile", () => {
  for (const file of readdirSync(folder)) {
    it(file.replace(/^\d+-|\.yaml$/g, "").replaceAll("-", " "), () => {
      const { wanted, actual, actions } = parse(readFileSync(join(folder, file), "utf8")) as Case;
      expect(reconcile(wantedOf(wanted), actualOf(actual)).map(describeAction)).toEqual(actions);
    });
  }
});
