import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const provider = "registry.terraform.io/hashicorp/aws";

/**
 * What Terraform needs in its environment beside the user's own: a CLI configuration that finds the AWS provider in a
 * filesystem mirror of this machine, where there is one. A configuration that the user has is never overruled.
 *
 * The mirror is `DATAOPS_TERRAFORM_MIRROR`, else the first folder of the usual ones that holds
 * `registry.terraform.io/hashicorp/aws`; without one Terraform asks the registry and keeps what it gets.
 *
 * @throws Error when `DATAOPS_TERRAFORM_MIRROR` names a folder that holds no AWS provider
 */
export function terraformEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const quiet = { CHECKPOINT_DISABLE: "1" };
  const own = env.TF_CLI_CONFIG_FILE || join(homedir(), ".terraformrc");
  if (existsSync(own) && env.DATAOPS_TERRAFORM_MIRROR === undefined) return quiet;
  const folder = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dataops");
  const mirror = findMirror(env);
  return {
    ...quiet,
    TF_CLI_CONFIG_FILE: writeConfiguration(folder, mirror),
    // `cdktf deploy` would ask the registry for the checksums of other platforms, mirror or not.
    ...(mirror === undefined ? {} : { CDKTF_SKIP_PROVIDER_LOCK: "true" }),
  };
}

function writeConfiguration(folder: string, mirror: string | undefined): string {
  const file = join(folder, "terraform.tfrc");
  const cache = join(folder, "terraform-plugins");
  if (mirror === undefined) mkdirSync(cache, { recursive: true });
  else mkdirSync(folder, { recursive: true });
  const text = mirror === undefined ? `plugin_cache_dir = ${JSON.stringify(cache)}\n` : mirrored(mirror);
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  return file;
}

const mirrored = (mirror: string): string => `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${provider}"]
  }
  direct {
    exclude = ["${provider}"]
  }
}
`;

/** Folder of a filesystem mirror that holds the AWS provider; undefined when this machine has none. */
export function findMirror(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.DATAOPS_TERRAFORM_MIRROR;
  if (named) {
    if (holdsProvider(named)) return named;
    throw new Error(`DATAOPS_TERRAFORM_MIRROR: ${named}; expected a folder that holds ${provider}/VERSION`);
  }
  const near = [join(homedir(), ".terraform.d/plugins"), join(homedir(), ".local/share/terraform/plugins")];
  const parents = [
    "/opt",
    "/srv",
    "/usr/share",
    "/usr/lib",
    "/usr/local",
    "/usr/local/share",
    "/usr/local/lib",
    "/var/lib",
  ];
  return [...near, ...parents.flatMap((parent) => [parent, ...foldersIn(parent)]).flatMap(withPlugins)].find(
    holdsProvider,
  );
}

const withPlugins = (folder: string): string[] => [folder, join(folder, "plugins"), join(folder, "providers")];

function foldersIn(parent: string): string[] {
  try {
    return readdirSync(parent).map((name) => join(parent, name));
  } catch {
    return [];
  }
}

/** The provider's major version is the one that the constructs are generated from. */
const holdsProvider = (folder: string): boolean =>
  foldersIn(join(folder, provider)).some((path) => /(\/|_)5\.\d+\.\d+[^/]*$/.test(path));
