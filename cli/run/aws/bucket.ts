import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { Place } from "../../../spec/place";
import { credentialsFailure } from "./credentials";

export interface StoredObject {
  readonly body: Buffer;
  /** Changes with every put: what `putIfMatch` compares. */
  readonly etag: string;
}

/** A conditional put: the new ETag, or that somebody else was first. */
export type Put = { readonly etag: string } | { readonly conflict: true };

export const isConflict = (put: Put): put is { readonly conflict: true } => "conflict" in put;

/** A bucket that did not answer, or not as it should. No `Failure`: whoever can wait tries again. */
export class BucketAway extends Error {
  override readonly name = "BucketAway";
}

/** Milliseconds until the answer to one request begins; the SDK asks three times. */
const patience = 5000;
/** Bytes from which a put takes as long as it takes. */
const large = 2 ** 20;

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** An emulator takes any credentials; AWS's own way of finding them would look for a real account. */
const emulated = (endpoint: string) => ({
  endpoint,
  forcePathStyle: true,
  ...(process.env.AWS_ACCESS_KEY_ID === undefined && process.env.AWS_PROFILE === undefined
    ? { credentials: { accessKeyId: "dataops", secretAccessKey: "dataops" } }
    : {}),
});

/** The bucket of a place: artefacts, configs, leases and journals. */
export class Bucket {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(place: Pick<Place, "bucket" | "region" | "endpoint">) {
    this.bucket = place.bucket;
    // Its warning about Node's version is for whoever builds dataops, and would land amid an operator's output.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    this.client = new S3Client({
      region: place.region,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      // The SDK's own are none at all: a bucket that is silent would hold a roll for ever, with a node down.
      requestHandler: { connectionTimeout: 3000, requestTimeout: patience, throwOnRequestTimeout: true },
      ...(place.endpoint === undefined ? {} : emulated(place.endpoint)),
    });
  }

  /** The object, or undefined where there is none. */
  async get(key: string): Promise<StoredObject | undefined> {
    try {
      const { Body, ETag } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return { body: Buffer.from((await Body?.transformToByteArray()) ?? []), etag: ETag ?? "" };
    } catch (error) {
      if (statusOf(error) === 404 && !isNoBucket(error)) return undefined;
      throw this.explained(error, key);
    }
  }

  /** Put whatever is there. Returns the new ETag. */
  async put(key: string, body: string | Buffer): Promise<string> {
    const put = await this.send(key, body, {});
    if (isConflict(put)) throw new Error(`s3://${this.bucket}/${key}: a put without condition met a conflict`);
    return put.etag;
  }

  /**
   * Put only where nothing is. After an answer that was lost, the client's own second attempt meets its first: on a
   * conflict, read and compare before believing that it was somebody else.
   */
  async putIfNoneMatch(key: string, body: string | Buffer): Promise<Put> {
    return this.send(key, body, { IfNoneMatch: "*" });
  }

  /** Put only over the object with this ETag; a conflict also where there is none any more. As to retries, see above. */
  async putIfMatch(key: string, body: string | Buffer, etag: string): Promise<Put> {
    return this.send(key, body, { IfMatch: etag });
  }

  /** Keys with this prefix, sorted as S3 sorts them: by bytes. */
  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.client
        .send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ContinuationToken: token }))
        .catch((error: unknown) => {
          throw this.explained(error, prefix);
        });
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return keys;
  }

  close(): void {
    this.client.destroy();
  }

  private async send(key: string, body: string | Buffer, condition: Partial<PutObjectCommandInput>): Promise<Put> {
    try {
      const Body = Buffer.from(body);
      const input = { Bucket: this.bucket, Key: key, Body, ...condition };
      const within = Body.length < large ? {} : { requestTimeout: 0 };
      const { ETag } = await this.client.send(new PutObjectCommand(input), within);
      return { etag: ETag ?? "" };
    } catch (error) {
      const status = statusOf(error);
      // 409: another conditional put was under way. 404: what was to be replaced is gone.
      const lost = status === 412 || status === 409 || (status === 404 && condition.IfMatch !== undefined);
      if (lost && Object.keys(condition).length > 0 && !isNoBucket(error)) return { conflict: true };
      throw this.explained(error, key);
    }
  }

  private explained(error: unknown, key: string): Error {
    const at = `s3://${this.bucket}/${key}`;
    if (isNoBucket(error)) return new BucketAway(`${at}: there is no such bucket`, { cause: error });
    const credentials = credentialsFailure(error, at);
    if (credentials !== undefined) return credentials;
    const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new BucketAway(`${at}: ${name}`, { cause: error });
  }
}

const isNoBucket = (error: unknown): boolean => error instanceof S3ServiceException && error.name === "NoSuchBucket";
