import { findMirror, terraformEnvironment } from "../../cli/run/terraform/terraform-environment";
import { runCommand } from "../../lab/run-command";
import type { Part } from "./part";

export const terraform: Part = {
  name: "Terraform",
  ensure: async () => {
    const env = { ...process.env, ...terraformEnvironment() };
    try {
      const { terraform_version: version } = JSON.parse(
        await runCommand(["terraform", "version", "-json"], { env }),
      ) as {
        terraform_version: string;
      };
      const provider = findMirror() === undefined ? "from the registry at first use" : "from this machine's mirror";
      return { state: "there", what: `${version}, AWS provider ${provider}` };
    } catch {
      return { state: "missing", what: "terraform; get it: https://developer.hashicorp.com/terraform/install" };
    }
  },
};
