import { expect, test } from "vitest";
import { runProcess } from "../../../cli/run/run-process";

test("a process runs to its end, whatever end that is", async () => {
  expect(
    await runProcess("bash", ["-c", 'echo "$GREETING"; echo oh >&2; exit 3'], { env: { GREETING: "hello" } }),
  ).toEqual({
    code: 3,
    stdout: "hello\n",
    stderr: "oh\n",
  });
  expect(await runProcess("bash", ["-c", "kill -TERM $$"])).toMatchObject({ code: null, stderr: "bash: SIGTERM" });
  expect(await runProcess("no-such-program", [])).toMatchObject({ code: null, stderr: "no-such-program: ENOENT" });
});

test("words are words, and a shell is only what was asked for", async () => {
  expect(await runProcess("printf", ["%s|", "a b", "$(id)", ";"])).toMatchObject({ stdout: "a b|$(id)|;|" });
  expect(await runProcess("cat | wc -c", [], { shell: true })).toMatchObject({ code: 0, stdout: "0\n" });
});

test("one that is asked to end and does not is ended", { timeout: 20_000 }, async () => {
  const loop = "trap '' TERM; while :; do read -r -t 1 < <(:) || :; done";
  expect(await runProcess("bash", ["-c", loop], { timeout: 200 })).toMatchObject({ code: null });
});
