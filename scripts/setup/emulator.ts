import { join } from "node:path";
import { emulatorFolder, findPython } from "../../lab/emulator/find-python";
import { runCommand } from "../../lab/run-command";
import type { Part } from "./part";

const wanted = "moto[server]>=5.1,<6";

export const emulator: Part = {
  name: "AWS emulator",
  ensure: async (say) => {
    if ((await findPython()) !== undefined) return { state: "there" };
    say(`pip install ${wanted}`);
    try {
      await runCommand(["python3", "-m", "venv", emulatorFolder()]);
      await runCommand([join(emulatorFolder(), "bin/pip"), "install", "--quiet", wanted]);
      return { state: "made", what: emulatorFolder() };
    } catch (problem) {
      const reason = (problem as Error).message.split("\n")[0] ?? "";
      return { state: "missing", what: `moto; get it: python3 -m pip install "${wanted}" (${reason})` };
    }
  },
};
