import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { metadataAddress } from "../names";
import type { WantedInstance } from "../wanted";
import { metadataTree, readTree } from "./metadata-tree";
import { issueToken, isValidToken } from "./session-token";

/** What to answer. */
interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
}

/** Who asks, by the address that the question comes from. */
export type WhoIs = (address: string) => WantedInstance | undefined;

/**
 * Serve IMDSv2 to every host: a token by PUT, 401 without it. Version 1 is never answered, whatever the instance's
 * metadata options say.
 */
export function serveMetadata(whoIs: WhoIs, secret: string): Promise<Server> {
  const server = createServer((request, response) => send(response, reply(request, whoIs, secret)));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(80, metadataAddress, () => resolve(server));
  });
}

function send(response: ServerResponse, { status, body = "" }: Reply): void {
  response.writeHead(status, {
    "content-type": "text/plain",
    "content-length": Buffer.byteLength(body),
    server: "EC2ws",
  });
  response.end(body);
}

function reply(request: IncomingMessage, whoIs: WhoIs, secret: string): Reply {
  const instance = whoIs((request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""));
  // a daemon that has just started has not heard of the instance yet: ask again
  if (instance === undefined) return { status: 503 };
  const now = Date.now();
  const path = decodeURI((request.url ?? "/").split("?")[0] ?? "/").replace(/\/{2,}/g, "/");
  const header = (name: string): string => String(request.headers[name] ?? "");
  if (path === "/latest/api/token") {
    if (request.method !== "PUT") return { status: 405 };
    if (header("x-forwarded-for") !== "") return { status: 403 };
    const token = issueToken(
      secret,
      instance.id,
      Number(header("x-aws-ec2-metadata-token-ttl-seconds") || Number.NaN),
      now,
    );
    return token === undefined ? { status: 400 } : { status: 200, body: token };
  }
  if (!isValidToken(secret, instance.id, header("x-aws-ec2-metadata-token"), now)) return { status: 401 };
  return read(instance, path, now);
}

function read(instance: WantedInstance, path: string, now: number): Reply {
  if (path === "/" || path === "/latest")
    return { status: 200, body: path === "/" ? "latest" : "dynamic\nmeta-data\nuser-data" };
  const inner = path.replace(/^\/(latest|\d{4}-\d{2}-\d{2})\//, "");
  if (inner === path) return { status: 404 };
  if (inner === "user-data") {
    return instance.userData === null
      ? { status: 404 }
      : { status: 200, body: Buffer.from(instance.userData, "base64") };
  }
  const body = readTree(metadataTree(instance, now), inner);
  return body === undefined ? { status: 404 } : { status: 200, body };
}
