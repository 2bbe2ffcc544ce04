import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { codeOf, fleetSide, type Proof } from "../../../cli/decide/proof";
import { idList } from "../../../cli/ui/id-list";
import { renderProof } from "../../../cli/ui/render-proof";
import { shorten } from "../../../cli/ui/shorten";
import { span } from "../../../cli/ui/span";
import { table, width } from "../../../cli/ui/table";
import { clusterOf, observedOf } from "../world";

const plain = pc.createColors(false);

describe("what the operator sees", () => {
  it("a span is short and never lies by its unit", () => {
    expect([0, 400, 9_949, 9_951, 59_499, 59_600, 61_000, 3_599_400, 3_720_000].map(span)).toEqual([
      "0s",
      "0.4s",
      "9.9s",
      "10s",
      "59s",
      "1m00s",
      "1m01s",
      "59m59s",
      "1h02m",
    ]);
  });

  it("a table pads to the widest cell and does not count colours", () => {
    const red = pc.createColors(true).red("ab");
    expect(width(red)).toBe(2);
    expect(
      table([
        ["a", "b"],
        ["long", "c"],
      ]),
    ).toBe("a     b\nlong  c");
  });

  it("a line is cut to the terminal's width, colours not counted and closed", () => {
    expect(shorten("abcdef", 6)).toBe("abcdef");
    expect(shorten("abcdef", 4)).toBe("abc…");
    const red = pc.createColors(true).red("abcdef");
    expect(shorten(red, 6)).toBe(red);
    expect(shorten(red, 4)).toBe("\u001b[31mabc…\u001b[0m");
  });

  it("ids are told in short", () => {
    expect(idList([13, 11, 12, 15, 16, 1])).toBe("1, 11-13, 15, 16");
  });

  it("a proof: each side with its control, and a side whose control saw nothing proves nothing", () => {
    const cluster = clusterOf({}, { version: "3.9.1" });
    const fleet = fleetSide(cluster, observedOf(), { node: 1, to: "4.1.1" });
    expect(fleet).toEqual({ differences: [], control: 1, nodes: 6 });
    const cloud = { differences: [], control: 0, resources: 38 };
    const configs = { differences: ["clusters/kafka-write/configs/kkkkkkkk: is not there"], control: 2, compared: 2 };
    const proof: Proof = {
      format: 1,
      cluster: "kafka-write",
      cloud,
      configs,
      fleet,
      code: codeOf([cloud, configs, fleet]),
    };
    expect(proof.code).toBe(1);
    expect(renderProof(proof, plain)).toBe(
      [
        "✘ cloud    plan empty, 38 resources   control: old version → nothing seen; this side proves nothing",
        "✘ configs  1 of 2 equal the code      control: changed byte → 2 differences seen",
        "✔ fleet    6 of 6 equal their record  control: old version → 1 difference seen",
        "  configs: clusters/kafka-write/configs/kkkkkkkk: is not there",
      ].join("\n"),
    );
  });
});
