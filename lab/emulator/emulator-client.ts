import { EC2Client } from "@aws-sdk/client-ec2";
import { endpoint } from "../names";

// The SDK's warning of a Node release that it still supports would land amid a test's or a demo's output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** A client of the lab's emulator; any key will do. */
export const emulatorClient = (region: string): EC2Client =>
  new EC2Client({ region, endpoint, credentials: { accessKeyId: "lab", secretAccessKey: "lab" } });
