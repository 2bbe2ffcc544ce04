import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../../cli/run/run-process";
import type { Cluster } from "../../spec";
import { missingPackages } from "../peers/debian-packages";
import { sshOptions } from "./ssh-options";
import { argv, stepsAHost, type Way } from "./step";

/** Ansible as one tunes it: pipelining, shared connections, no facts, the interpreter named. */
export const byAnsible: Way = ansible("ansible, pipelining + ControlPersist", ["ansible-core"]);

/** The same with the strategy that replaces its way of running things. */
export const byMitogen: Way = ansible("ansible, mitogen_linear", ["ansible-core", "ansible-mitogen"], "mitogen_linear");

function ansible(name: string, packages: readonly string[], strategy?: string): Way {
  return {
    name,
    missing: async ({ python }) =>
      (await missingPackages(packages)) ?? (python ? undefined : "Python could not be had for the hosts"),
    async go({ cluster }) {
      const folder = mkdtempSync(join(tmpdir(), "dataops-bench-"));
      const write = (file: string, text: string): string => {
        writeFileSync(join(folder, file), text);
        return join(folder, file);
      };
      const inventory = write("hosts", `${cluster.nodes.map(({ address }) => address).join("\n")}\n`);
      const play = write("play.json", JSON.stringify(playbook()));
      const config = write("ansible.cfg", settings(cluster, folder, inventory, strategy));
      const env = { ANSIBLE_CONFIG: config, ANSIBLE_HOME: folder, ANSIBLE_LOCAL_TEMP: folder };
      try {
        const began = performance.now();
        const { code, stdout } = await runProcess("ansible-playbook", [play], { env });
        const took = performance.now() - began;
        const well = stdout.match(new RegExp(`: ok=${stepsAHost} `, "g"))?.length ?? 0;
        if (code !== 0 || well !== cluster.nodes.length)
          throw new Error(`${name}: expected ok=${stepsAHost} of every host; got ${well}: ${stdout.slice(-1000)}`);
        return took;
      } finally {
        for (const { address } of cluster.nodes)
          await runProcess("ssh", ["-o", `ControlPath=${join(folder, address)}`, "-O", "exit", address]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** One host after the other, as a roll does. */
const playbook = () => [
  {
    hosts: "all",
    serial: 1,
    gather_facts: false,
    become: true,
    tasks: Array.from({ length: stepsAHost }, () => ({ command: { argv }, changed_when: false })),
  },
];

const settings = (cluster: Cluster, folder: string, inventory: string, strategy?: string): string =>
  [
    "[defaults]",
    `inventory = ${inventory}`,
    `remote_user = ${cluster.ssh.user}`,
    `private_key_file = ${cluster.place.ssh.key}`,
    "interpreter_python = /usr/bin/python3",
    "retry_files_enabled = false",
    ...(strategy === undefined ? [] : [`strategy = ${strategy}`]),
    "[ssh_connection]",
    "pipelining = true",
    `ssh_args = -F none ${["ControlMaster=auto", "ControlPersist=60s", ...sshOptions(cluster)].map((option) => `-o ${option}`).join(" ")}`,
    `control_path_dir = ${folder}`,
    "control_path = %(directory)s/%%h",
    "",
  ].join("\n");
