import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { EvidenceFiles } from '../../core/dashboard/evidence-files.ts';
import type { OpenFile } from '../../core/dashboard/web-port.ts';
import type { EvidenceItem, RunRecord } from '../../core/record/run-record.ts';
import { EVIDENCE_PREFIX, evidenceBucketName } from '../../core/deploy/names.ts';

/** Whose evidence is read. */
export interface EvidenceBucketsOptions {
  readonly stage: string;
  /** Twelve digits; asked for once, when the first piece is looked for. */
  readonly account: () => Promise<string>;
  /** Default: with the process's own credentials. */
  readonly clientOf?: (region: string) => S3Client;
}

/** Evidence in buckets, which lets go of its connections. */
export interface EvidenceBuckets extends EvidenceFiles {
  close(): void;
}

/** An object, and how to reach it. */
interface Place {
  readonly client: S3Client;
  readonly Bucket: string;
  readonly Key: string;
}

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** For a whole object: traces have some ten megabytes. */
const TRANSFER_MS = 60_000;
/** A region's name is a part of a host's. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Evidence of a deployed stage, in the bucket of the region that it ran in. */
export function evidenceBuckets(options: EvidenceBucketsOptions): EvidenceBuckets {
  const clients = new Map<string, S3Client>();
  let asked: Promise<string> | null = null;

  async function placeOf(
    { region }: RunRecord,
    { path: key }: EvidenceItem,
  ): Promise<Place | null> {
    if (!REGION.test(region) || !key.startsWith(`${EVIDENCE_PREFIX}/`)) return null;
    asked ??= options.account().catch((error: unknown) => {
      asked = null;
      throw error;
    });
    const Bucket = evidenceBucketName(options.stage, await asked, region);
    const client = clients.get(region) ?? (options.clientOf ?? newClient)(region);
    clients.set(region, client);

    return { client, Bucket, Key: key };
  }

  return {
    look: async (record, item) => {
      const place = await placeOf(record, item);
      const isKept = place !== null && (await isThere(place));
      const command = isKept && item.kind === 'trace' ? traceCommand(place, record) : null;

      return { item, available: isKept, command };
    },
    open: async (record, item) => {
      const place = await placeOf(record, item);

      return place === null ? null : await openObject(place);
    },
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

function newClient(region: string): S3Client {
  return new S3Client({
    region,
    // An address of one's own, such as an emulator's, has no subdomain for each bucket.
    forcePathStyle: true,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}

/** The trace must come to this machine first. */
function traceCommand({ Bucket, Key }: Place, { runId }: RunRecord): string {
  const file = `'${quoted(runId)}.zip'`;

  return `aws s3 cp 's3://${Bucket}/${quoted(Key)}' ${file} && npx playwright show-trace ${file}`;
}

async function openObject({ client, ...object }: Place): Promise<OpenFile | null> {
  try {
    const abortSignal = AbortSignal.timeout(TRANSFER_MS);
    const answer = await client.send(new GetObjectCommand(object), { abortSignal });
    const { Body: body, ContentLength: sizeBytes } = answer;

    return body instanceof Readable && sizeBytes !== undefined ? { sizeBytes, chunks: body } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function isThere({ client, ...object }: Place): Promise<boolean> {
  try {
    const abortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    await client.send(new HeadObjectCommand(object), { abortSignal });

    return true;
  } catch {
    // Removed after its time, or not for these credentials: the page says that it cannot be had.
    return false;
  }
}

/** Who may not list a bucket is told that a missing object is forbidden. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'AccessDenied'].includes(error.name);
}

function quoted(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
