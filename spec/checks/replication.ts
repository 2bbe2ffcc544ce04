import type { Node, Role } from "../cluster";
import type { Finding } from "../source";
import type { Check, Checked } from "./check";

/** Nodes of a role; undefined while nodes or pools have mistakes, as then nobody can count. */
export const nodesHaving = (of: Checked, role: Role): readonly Node[] | undefined =>
  of.sound("nodes", "pools") && of.nodes.every(({ pool }) => pool in of.pools)
    ? of.nodes.filter(({ pool }) => of.pools[pool]?.roles.includes(role))
    : undefined;

export const poolsHaveRoles: Check = {
  name: "every pool has roles, each once",
  find: ({ pools }) =>
    Object.values(pools).flatMap(({ name, roles }): Finding[] =>
      roles.length > 0
        ? []
        : [
            {
              path: ["pools", name, "roles"],
              what: "missing",
              expected: "roles, as the pool's name does not say them",
            },
          ],
    ),
};

export const votersAreOdd: Check = {
  name: "the number of controllers is odd",
  find: (of) => {
    const count = nodesHaving(of, "controller")?.length;
    if (count === undefined || count % 2 === 1) return [];
    if (count === 0) return [{ path: ["nodes"], at: "key", what: "no controller", expected: "an odd number of them" }];
    const expected = "an odd number: an even one survives no loss more";
    return [{ path: ["nodes"], at: "key", what: "even number of controllers", expected, got: `${count}` }];
  },
};

export const replicasFit: Check = {
  name: "replicas have brokers and zones enough",
  find: (of) => {
    const brokers = nodesHaving(of, "broker");
    if (brokers === undefined) return [];
    if (brokers.length === 0) return [{ path: ["nodes"], at: "key", what: "no broker", expected: "at least two" }];
    const zones = new Set(brokers.map(({ zone }) => zone)).size;
    const { replicas } = of.traffic ?? {};
    const path = ["traffic", "replicas"];
    const got = `${replicas}`;
    if (replicas === undefined) return [];
    if (replicas > brokers.length) {
      return [{ path, what: "more replicas than brokers", expected: `at most ${brokers.length}`, got }];
    }
    return replicas > zones
      ? [{ path, what: "more replicas than zones with brokers", expected: `at most ${zones}`, got }]
      : [];
  },
};

const key = "min.insync.replicas";

export const minIsrLeavesRoom: Check = {
  name: "min.insync.replicas leaves room for one broker to be away",
  find: ({ config, traffic }) => {
    const got = config[key];
    if (got === undefined || traffic === undefined) return [];
    const most = traffic.replicas - 1;
    if (/^[1-9]\d*$/.test(got) && Number(got) <= most) return [];
    const expected = `${most === 1 ? "1" : `1 to ${most}`}: one less than traffic.replicas at most, or no broker can be restarted`;
    return [{ path: ["config", key], what: "not valid", expected, got }];
  },
};

const factors = [
  "offsets.topic.replication.factor",
  "share.coordinator.state.topic.replication.factor",
  "transaction.state.log.replication.factor",
];

export const internalTopicsFit: Check = {
  name: "replicas of internal topics have brokers enough",
  find: (of) => {
    const most = nodesHaving(of, "broker")?.length;
    return factors.flatMap((factor): Finding[] => {
      const got = of.config[factor];
      if (got === undefined || most === undefined) return [];
      if (/^[1-9]\d*$/.test(got) && Number(got) <= most) return [];
      return [{ path: ["config", factor], what: "not valid", expected: `1 to ${most}, the number of brokers`, got }];
    });
  },
};
