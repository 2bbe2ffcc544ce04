import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a signature says of the one who signs. */
export const credentials = { access: "ASIATRY", secret: "se/cr+et=", session: "to/ken+==" } as const;

const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** What is wrong with a request's signature (AWS Signature Version 4, S3's way); undefined when it is right. */
function wrong(request: IncomingMessage, body: Buffer): string | undefined {
  const authorization = request.headers.authorization ?? "";
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const [, access, day = "", region = "", names = "", signature] = form.exec(authorization) ?? [];
  if (access !== credentials.access) return `authorization: ${authorization}`;
  const signed = names.split(";");
  for (const name of Object.keys(request.headers).filter((each) => each.startsWith("x-amz-") || each === "host")) {
    if (!signed.includes(name)) return `${name} is not signed`;
  }
  if (request.headers["x-amz-security-token"] !== credentials.session) return "no session token";
  const payload = String(request.headers["x-amz-content-sha256"]);
  if (payload !== "UNSIGNED-PAYLOAD" && payload !== sha256(body)) return `x-amz-content-sha256: ${payload}`;
  const headers = signed.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join("");
  const canonical = [request.method, request.url, "", headers, names, payload].join("\n");
  const date = String(request.headers["x-amz-date"]);
  const text = ["AWS4-HMAC-SHA256", date, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join("\n");
  const key = [region, "s3", "aws4_request"].reduce(
    (made, part) => hmac(made, part),
    hmac(`AWS4${credentials.secret}`, day),
  );
  return hmac(key, text).toString("hex") === signature ? undefined : `signature of\n${canonical}`;
}

export interface SignedStore {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  /** `METHOD path status`, with what was wrong. */
  readonly seen: string[];
  /** Cut the next answers after so many bytes, one each. */
  readonly cuts: number[];
  close(): void;
}

/** An object store that answers 403 to every request that is not signed as S3 wants it. */
export async function signedStore(): Promise<SignedStore> {
  const objects = new Map<string, Buffer>();
  const seen: string[] = [];
  const cuts: number[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      const path = request.url ?? "";
      const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
      const end = (status: number, text: string | Buffer = "", why = ""): void => {
        seen.push(`${request.method} ${path} ${status}${range === undefined ? "" : ` from ${range}`}${why}`);
        const cut = status < 300 && request.method === "GET" ? cuts.shift() : undefined;
        const bytes = Buffer.from(text);
        response.writeHead(status, {
          "content-length": bytes.length,
          ...(status === 206
            ? { "content-range": `bytes ${range}-${Number(range) + bytes.length - 1}/${objects.get(path)?.length}` }
            : {}),
        });
        if (cut === undefined) response.end(bytes);
        else response.write(bytes.subarray(0, cut), () => setTimeout(() => response.destroy(), 50));
      };
      const why = wrong(request, body);
      if (why !== undefined) return end(403, "", `: ${why}`);
      const there = objects.get(path);
      if (request.method === "PUT") {
        if (request.headers["if-none-match"] === "*" && there !== undefined) return end(412);
        objects.set(path, body);
        return end(200);
      }
      if (there === undefined) return end(404, "<Error><Code>NoSuchKey</Code></Error>");
      if (range === undefined) return end(200, there);
      return Number(range) < there.length ? end(206, there.subarray(Number(range))) : end(416);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, objects, seen, cuts, close: () => void server.close() };
}
