import type { Finding } from "../source";
import type { Check } from "./check";

/** Listeners as a recorded config has them: port by lower-case name. */
const recordedPorts = (config: string): Map<string, number> => {
  const [, text = ""] = /^listeners=(.*)$/m.exec(config) ?? [];
  return new Map(
    text.split(",").flatMap((one): [string, number][] => {
      const [, name = "", port = ""] = /^([A-Z0-9_-]+):.*:(\d+)$/.exec(one.trim()) ?? [];
      return name === "" ? [] : [[name.toLowerCase(), Number(port)]];
    }),
  );
};

/**
 * Security groups follow the file's top, while brokers listen where their recorded config says: a changed port would be
 * closed under running brokers by the next apply. Until a roll can open both in between, it is refused.
 */
export const listenersAreTheRecordedOnes: Check = {
  name: "listeners are where the recorded configs have them",
  find: ({ listeners, configs, recorded }) =>
    Object.values(listeners)
      .filter(({ name }) => name !== "controllers")
      .flatMap(({ name, port }): Finding[] => {
        const ports = Object.values(recorded.nodes).flatMap(({ config }) => {
          const found = recordedPorts(configs.get(config) ?? "").get(name);
          return found === undefined || found === port ? [] : [found];
        });
        const [found] = ports;
        return found === undefined
          ? []
          : [
              {
                path: ["listeners", name, "port"],
                what: "the port of a listener cannot be changed yet",
                expected: `${found}, as recorded`,
                got: String(port),
              },
            ];
      }),
};
