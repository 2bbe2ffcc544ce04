import { App } from "cdktf";
import { expect, test } from "vitest";
import { ClusterStack, Network } from "../../constructs";
import { block, inLab, shippedCluster, terraformJson } from "./fixture";

const network = (edits: typeof inLab = []): Network => {
  const spec = shippedCluster(edits);
  return Network.lookup(new ClusterStack(new App(), spec), spec.place);
};

test("a subnet is looked up once, and a plan fails where it is not what places.yaml says", () => {
  const spec = shippedCluster();
  const stack = new ClusterStack(new App(), spec);
  const found = Network.lookup(stack, spec.place);
  expect(found.subnet("euw1-az1")).toBe(found.subnet("euw1-az1"));
  const json = terraformJson(stack);
  expect(Object.keys(json.data["aws_subnet"] ?? {})).toEqual(["network_euw1-az1"]);
  const data = block(json, "data.aws_subnet.network_euw1-az1");
  expect(data).toMatchObject({
    id: "subnet-0a1b2c3d4e5f60711",
    lifecycle: {
      postcondition: [
        { condition: '${self.availability_zone_id == "euw1-az1"}' },
        { condition: '${self.vpc_id == "vpc-0a1b2c3d4e5f60718"}' },
        { condition: '${self.cidr_block == "10.77.1.0/24"}' },
      ],
    },
  });
  // deferred to apply, its zone would be unknown and every disk would be planned anew
  expect(data).not.toHaveProperty("depends_on");
});

test("a range is asked for by its name", () => {
  expect(network().range("ingest")).toEqual({ name: "ingest", cidr: "10.70.0.0/16" });
});

test("a range or zone that there is none of is refused, with those there are", () => {
  expect(() => network().range("injest")).toThrow("prod.network.ranges: unknown; expected ingest, mirror; got injest");
  expect(() => network().subnet("euw1-az9")).toThrow("expected euw1-az1, euw1-az2, euw1-az3; got euw1-az9");
});

test("a place has a bastion or has none", () => {
  expect(network().bastion).toEqual({ name: "bastion", cidr: "10.77.0.10/32" });
  expect(network(inLab).bastion).toBeUndefined();
});
