import { describe, expect, it } from "vitest";
import { Failure } from "../../../../cli/run/failure";
import { playbookOf, readPlaybook, usualPlaybook } from "../../../../cli/run/roll/read-playbook";

describe("a playbook by its name", () => {
  it("is the shipped one where there is no other", () => {
    expect(readPlaybook(usualPlaybook).kind).toBe("kafka");
  });

  it.each([
    ["kafka-roll.yaml", "expected kafka-roll, without .yaml; got kafka-roll.yaml"],
    ["kafka-roll.yml", "expected kafka-roll, without .yaml"],
    ["../../etc/passwd", "expected NAME of playbooks/NAME.yaml"],
    ["/etc/passwd.yaml", "expected NAME of playbooks/NAME.yaml"],
    ["..", "expected NAME of playbooks/NAME.yaml"],
    ["", "got an empty text"],
    ["nothing", "playbook nothing: not found; expected playbooks/nothing.yaml or "],
  ])("is not %s", (name, said) => {
    expect(() => readPlaybook(name)).toThrow(said);
  });

  it("that a roll was begun with and that is not here refuses to go on", () => {
    const journal = { kind: "roll", id: "r1", playbook: "careful" } as const;
    expect(() => playbookOf(journal)).toThrow(
      "roll r1 goes by playbook careful: not found; expected playbooks/careful",
    );
    expect(() => playbookOf(journal)).toThrow(Failure);
  });
});
