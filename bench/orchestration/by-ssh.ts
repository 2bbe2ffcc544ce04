import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../../cli/run/run-process";
import { sshOptions } from "./ssh-options";
import { argv, stepsAHost, type Way } from "./step";

/** A shell script that anyone would write: OpenSSH, one connection a host that its commands share. */
export const bySsh: Way = {
  name: "ssh, ControlMaster",
  missing: () => Promise.resolve(undefined),
  async go({ cluster }) {
    const folder = mkdtempSync(join(tmpdir(), "dataops-bench-"));
    const shared = ["ControlMaster=auto", "ControlPersist=60s", `ControlPath=${join(folder, "%h")}`];
    const options = [...sshOptions(cluster), ...shared].map((option) => `-o ${option}`).join(" ");
    const ssh = `ssh -F none ${options} -i ${cluster.place.ssh.key} -l ${cluster.ssh.user}`;
    const hosts = cluster.nodes.map(({ address }) => address).join(" ");
    const script = `set -e; for host in ${hosts}; do for i in $(seq ${stepsAHost}); do ${ssh} "$host" sudo -n ${argv.join(" ")} < /dev/null; done; done`;
    try {
      const began = performance.now();
      const { code, stdout, stderr } = await runProcess("bash", ["-c", script]);
      const took = performance.now() - began;
      const answers = stdout.trim().split("\n").length;
      if (code !== 0 || answers !== cluster.nodes.length * stepsAHost)
        throw new Error(`ssh: expected ${cluster.nodes.length * stepsAHost} answers; got ${answers}: ${stderr}`);
      return took;
    } finally {
      await runProcess("bash", ["-c", `for host in ${hosts}; do ${ssh} -O exit "$host"; done`]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
