import { EC2Client } from "@aws-sdk/client-ec2";
import { endpoint } from "../names";

/** A client of the lab's emulator; any key will do. */
export const emulatorClient = (region: string): EC2Client =>
  new EC2Client({ region, endpoint, credentials: { accessKeyId: "lab", secretAccessKey: "lab" } });
