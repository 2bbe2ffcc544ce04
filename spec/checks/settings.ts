import { ownerOf } from "../config-keys";
import { kafkaKeys } from "../config-types";
import { nearest } from "../nearest";
import { controllerPort } from "../render-config";
import type { Finding } from "../source";
import type { Check } from "./check";

export const configKeysAreTheUsers: Check = {
  name: "config sets no key that dataops makes",
  find: ({ config }) =>
    Object.keys(config).flatMap((key): Finding[] => {
      const owner = ownerOf(key);
      return owner === undefined
        ? []
        : [{ path: ["config", key], at: "key", what: "set by dataops", expected: owner.instead, got: key }];
    }),
};

export const configKeysAreSpelledRight: Check = {
  name: "config misspells no key of Kafka's",
  // Plugins have keys of their own, and Kafka takes any: only what is nearly one of Kafka's is a mistake.
  find: ({ config }) =>
    Object.keys(config).flatMap((key): Finding[] => {
      if (kafkaKeys.includes(key) || ownerOf(key) !== undefined) return [];
      const meant = nearest(key, kafkaKeys, 2);
      return meant === undefined
        ? []
        : [{ path: ["config", key], at: "key", what: "unknown key", expected: meant, got: key }];
    }),
};

export const configHoldsNoSecret: Check = {
  name: "config holds no secret",
  find: ({ config }) =>
    Object.keys(config).flatMap((key): Finding[] =>
      /(^|\.)(password|sasl\.jaas\.config|secret|keystore\.key)$/.test(key)
        ? [
            {
              path: ["config", key],
              what: "secret in the file",
              expected: "a name under secrets; values never leave the nodes",
            },
          ]
        : [],
    ),
};

export const configValuesAreOneLine: Check = {
  name: "every config value is one line of plain letters",
  find: ({ config }) =>
    Object.entries(config).flatMap(([key, value]): Finding[] =>
      /^[\x20-\x7e]*$/.test(value)
        ? []
        : [{ path: ["config", key], what: "not valid", expected: "one line of ASCII", got: JSON.stringify(value) }],
    ),
};

export const listenersAreThere: Check = {
  name: "there are listeners for clients and brokers",
  find: (of) =>
    of.sound("listeners")
      ? ["clients", "brokers"]
          .filter((name) => !(name in of.listeners))
          .map((name) => ({ path: ["listeners", name], what: "missing", expected: "a listener" }))
      : [],
};

export const listenersAreApart: Check = {
  name: "every listener has a name and a port of its own",
  find: ({ listeners }) => {
    const taken = new Map([[controllerPort, "the controllers"]]);
    return Object.values(listeners).flatMap(({ name, port }): Finding[] => {
      const other = taken.get(port);
      taken.set(port, `listener ${name}`);
      const path = ["listeners", name];
      const found: Finding[] = [];
      if (name === "controllers")
        found.push({ path, at: "key", what: "name of the controllers' own listener", expected: "another", got: name });
      if (other !== undefined) {
        found.push({ path: [...path, "port"], what: `port of ${other}`, expected: "one of its own", got: `${port}` });
      }
      return found;
    });
  },
};
