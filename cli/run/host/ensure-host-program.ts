import { Failure } from "../failure";
import type { Transport } from "../ssh/transport";
import { hostProgramPath } from "./host-call";
import type { HostProgram } from "./host-program";

/** Where it lies, and the link by which it is called. */
const usual = { folder: "/usr/local/lib/dataops", link: hostProgramPath };

/** Fixed text: the checksum comes as an argument, the program through stdin. */
const install = `set -eu
umask 022
mkdir -p "$2"
new=$(mktemp "$2/.new.XXXXXXXX")
trap 'rm -f "$new"' EXIT
cat > "$new"
[ "$(sha256sum < "$new" | cut -d' ' -f1)" = "$1" ] || { echo "what arrived has another checksum" >&2; exit 1; }
chmod 755 "$new"
mv -f "$new" "$2/$1"
ln -s "$2/$1" "$new"
mv -fT "$new" "$3"
`;

/**
 * See to it that a node's host program is ours: compare its checksum, and put it there where it is another one.
 *
 * Programs are never changed in place: one that is running goes on as it was.
 *
 * @returns whether it had to be put there
 */
export async function ensureHostProgram(
  transport: Transport,
  program: HostProgram,
  { folder, link } = usual,
): Promise<boolean> {
  const is = await transport.run(["sha256sum", link], { timeout: 10_000 });
  if (is.code === 0 && is.stdout.startsWith(program.sha256)) return false;
  const argv = ["sh", "-c", install, "install", program.sha256, folder, link];
  const { code, stderr } = await transport.run(argv, { stdin: program.text, timeout: 30_000 });
  if (code !== 0) throw new Failure(`host program: not installed; exit ${code}: ${stderr.trim() || "no message"}`, 1);
  return true;
}
