import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { EvidenceFiles } from '../../core/dashboard/dashboard-ports.ts';
import type { EvidenceView } from '../../core/dashboard/run/run-page.ts';
import type { OpenFile } from '../../core/dashboard/web-port.ts';
import type { EvidenceItem, RunRecord } from '../../core/record/run-record.ts';
import { EVIDENCE_PREFIX, evidenceBucketName } from '../../core/deploy/names.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Whose evidence is read. */
export interface EvidenceBucketsOptions {
  readonly stage: string;
  /** Twelve digits; asked for once, when the first piece is looked for. */
  readonly account: () => Promise<string>;
  /** So long evidence is kept. */
  readonly keptMs: number;
  /** The present: milliseconds since 1970. */
  readonly epochMs: () => number;
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
const [FORBIDDEN, NOT_FOUND] = [403, 404];
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
    viewOf: async (record, item) => {
      try {
        const place = await placeOf(record, item);
        return await lookAt(place, { record, item }, isOld(record, options));
      } catch (error) {
        // Nobody knows which account's buckets to look into: the run's page has more than evidence.
        const problem = errorText(error);
        return { item, available: false, command: null, problem };
      }
    },
    open: async (record, item) => {
      const place = await placeOf(record, item);
      if (place === null) return null;
      try {
        return await openObject(place);
      } catch (error) {
        const problem = problemOf(error, place, isOld(record, options));
        if (problem === null) return null;
        throw new Error(problem, { cause: error });
      }
    },
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

async function lookAt(
  place: Place | null,
  { record, item }: { readonly record: RunRecord; readonly item: EvidenceItem },
  isOver: boolean,
): Promise<EvidenceView> {
  if (place === null) return { item, available: false, command: null };
  const reason = await whyNot(place);
  if (reason === null) {
    const command = item.kind === 'trace' ? traceCommand(place, record) : null;

    return { item, available: true, command };
  }
  const problem = problemOf(reason, place, isOver);

  return { item, available: false, command: null, ...(problem !== null && { problem }) };
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
  const abortSignal = AbortSignal.timeout(TRANSFER_MS);
  const answer = await client.send(new GetObjectCommand(object), { abortSignal });
  const { Body: body, ContentLength: sizeBytes } = answer;

  return body instanceof Readable && sizeBytes !== undefined ? { sizeBytes, chunks: body } : null;
}

/** Why an object cannot be had; null: it is there. */
async function whyNot({ client, ...object }: Place): Promise<unknown> {
  try {
    const abortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    await client.send(new HeadObjectCommand(object), { abortSignal });

    return null;
  } catch (error) {
    return error;
  }
}

/**
 * What keeps a reader from an object that should be there; null: it is no longer kept. Who may not
 * list a bucket is told that a missing object is forbidden: of one that is old that is no news.
 */
function problemOf(reason: unknown, { Bucket, Key }: Place, isOver: boolean): string | null {
  const status = reason instanceof S3ServiceException ? reason.$metadata.httpStatusCode : undefined;
  if (status === NOT_FOUND || (status === FORBIDDEN && isOver)) return null;
  if (status === FORBIDDEN) {
    return `Your credentials may not read it: they need s3:GetObject on arn:aws:s3:::${Bucket}/${EVIDENCE_PREFIX}/*`;
  }
  const words = errorText(reason);

  return `Cannot read s3://${Bucket}/${Key}: ${words}`;
}

/** Whether a run's evidence is to be gone by now. */
function isOld(
  { startedAt }: RunRecord,
  { keptMs, epochMs }: Pick<EvidenceBucketsOptions, 'keptMs' | 'epochMs'>,
): boolean {
  return epochMs() - Date.parse(startedAt) > keptMs;
}

function quoted(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
