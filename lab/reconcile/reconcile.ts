import { volumeSize } from "../volumes/volume-size";
import type { Wanted, WantedInstance } from "../wanted";
import type { Action } from "./action";
import type { Actual, ActualHost } from "./actual";

/** A host that does not end by itself is powered off after this time, milliseconds. */
export const stopLimit = 120_000;

/** A host that died is not booted again sooner than this, milliseconds. */
export const bootPause = 5_000;

/**
 * What to do next. Only actions whose ground is laid are named; the rest waits for the next round: a host boots when
 * no other has its address, a disk is attached when no other host has it.
 */
export function reconcile(wanted: Wanted, actual: Actual): Action[] {
  const hosts = new Map(actual.hosts.map((host) => [host.instance, host]));
  const known = new Set(wanted.instances.map(({ id }) => id));
  const first = [
    ...actual.hosts.filter(({ instance }) => !known.has(instance)).map(({ instance }) => remove(instance)),
    ...wanted.instances.flatMap((instance) => forInstance(instance, hosts.get(instance.id), actual)),
  ];
  const going = new Set(first.flatMap((action) => (action.do === "remove" ? [action.host] : [])));
  return [
    ...first,
    ...detaching(
      wanted,
      actual.hosts.filter(({ instance }) => !going.has(instance)),
    ),
    ...attaching(wanted, actual),
    ...growing(wanted, actual),
    ...deleting(wanted, actual),
  ];
}

const remove = (host: string): Action => ({ do: "remove", host });

function forInstance(instance: WantedInstance, host: ActualHost | undefined, actual: Actual): Action[] {
  switch (instance.state) {
    case "terminated":
    case "shutting-down":
      return host === undefined ? [] : [remove(host.instance)];
    case "stopped":
      return host === undefined ? [] : stopping(host);
    case "stopping":
      return host === undefined || host.life === "off" ? [{ do: "report-stopped", host: instance.id }] : stopping(host);
    case "pending":
    case "running":
      return running(instance, host, actual);
  }
}

function stopping(host: ActualHost): Action[] {
  if (host.life === "half-made") return [remove(host.instance)];
  if (host.life === "off") return [];
  if (host.stopping === undefined) return [{ do: "shut-down", host: host.instance }];
  return host.stopping > stopLimit ? [{ do: "power-off", host: host.instance }] : [];
}

function running(instance: WantedInstance, host: ActualHost | undefined, actual: Actual): Action[] {
  if (instance.address === null || instance.cidr === null) return [];
  if (host === undefined) {
    const taken = actual.hosts.some(({ address }) => address === instance.address);
    return taken ? [] : [{ do: "make", instance }];
  }
  if (host.life === "half-made") return [remove(host.instance)];
  if (host.life === "off") return booting(instance, host);
  return instance.reboots > host.reboots && host.stopping === undefined ? [{ do: "reboot", instance }] : [];
}

function booting(instance: WantedInstance, host: ActualHost): Action[] {
  if (host.held) return [];
  if (host.ended === "powered-off" && host.stopping === undefined)
    return [{ do: "report-stopped", host: host.instance }];
  if (host.ended === "died" && (host.sinceBoot ?? bootPause) < bootPause) return [];
  return [{ do: "boot", instance }];
}

/** A host that is removed lets go of everything anyway. */
function detaching(wanted: Wanted, staying: readonly ActualHost[]): Action[] {
  const owner = new Map(wanted.volumes.map(({ id, instance }) => [id, instance]));
  return staying.flatMap(({ instance: host, volumes }) =>
    volumes.filter((volume) => owner.get(volume) !== host).map((volume): Action => ({ do: "detach", volume, host })),
  );
}

function attaching(wanted: Wanted, actual: Actual): Action[] {
  return wanted.volumes.flatMap((volume): Action[] => {
    if (volume.root || volume.instance === null) return [];
    const host = actual.hosts.find(({ instance }) => instance === volume.instance);
    const held = actual.hosts.some(({ volumes }) => volumes.includes(volume.id));
    return host === undefined || host.life === "half-made" || held
      ? []
      : [{ do: "attach", volume, host: host.instance }];
  });
}

/** While hosts run, as EBS does; they see a larger device, and grow the file system themselves. */
function growing(wanted: Wanted, actual: Actual): Action[] {
  return wanted.volumes
    .filter(({ gib, id, root }) => !root && volumeSize(gib) > (actual.sizes[id] ?? Number.POSITIVE_INFINITY))
    .map((volume) => ({ do: "grow-volume", volume }));
}

function deleting(wanted: Wanted, actual: Actual): Action[] {
  const known = new Set(wanted.volumes.map(({ id }) => id));
  const seen = new Set(actual.hosts.flatMap(({ volumes }) => volumes));
  return actual.volumes
    .filter((volume) => !known.has(volume) && !seen.has(volume))
    .map((volume) => ({ do: "delete-volume", volume }));
}
