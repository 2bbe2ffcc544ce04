import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Place } from "../../../spec/place";
import { Failure } from "../failure";
import { credentialsFailure } from "./credentials";

/**
 * Do something with the EC2 of a place.
 *
 * @throws Failure where there are no credentials, or none that AWS takes
 */
export async function withEc2<T>(place: Place, work: (client: EC2Client) => Promise<T>): Promise<T> {
  // Its warning about Node's version is for whoever builds dataops, and would land amid an operator's output.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  // 150 ms to load: only when a cluster's instances are asked about.
  const { EC2Client } = await import("@aws-sdk/client-ec2");
  const own = process.env["AWS_ACCESS_KEY_ID"] !== undefined || process.env["AWS_PROFILE"] !== undefined;
  const client = new EC2Client({
    region: place.region,
    // The SDK's own are none at all.
    requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
    ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint }),
    // An emulator takes any credentials; AWS's own way of finding them would look for a real account.
    ...(place.endpoint === undefined || own
      ? {}
      : { credentials: { accessKeyId: "dataops", secretAccessKey: "dataops" } }),
  });
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const where = `EC2 in ${place.endpoint ?? place.region}`;
    const { name, message } = error as Error;
    throw credentialsFailure(error, where) ?? new Error(`${where}: ${name}: ${message}`, { cause: error });
  } finally {
    client.destroy();
  }
}
