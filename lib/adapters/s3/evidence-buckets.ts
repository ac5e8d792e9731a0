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

/** The stage whose evidence is read. */
export interface EvidenceBucketsOptions {
  readonly stage: string;
  /** Account, twelve digits; requested once, at first use. */
  readonly account: () => Promise<string>;
  /** Retention of evidence. */
  readonly retentionMs: number;
  /** Current time in milliseconds since 1970. */
  readonly epochMs: () => number;
  /** Default: a client with the process's own credentials. */
  readonly clientOf?: (region: string) => S3Client;
}

/** Evidence in buckets, with its open connections. */
export interface EvidenceBuckets extends EvidenceFiles {
  close(): void;
}

/** An object and the client for its region. */
interface Place {
  readonly client: S3Client;
  readonly Bucket: string;
  readonly Key: string;
}

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** Time-out of reading a whole object: traces have tens of megabytes. */
const TRANSFER_MS = 60_000;
const [FORBIDDEN, NOT_FOUND] = [403, 404];
/** The region becomes part of a host name, so it is validated. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Evidence of a deployed stage, from the bucket of the run's region. */
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
        return await lookAt(place, { record, item }, isExpired(record, options));
      } catch (error) {
        // Without the account there is no bucket name; the run's page is shown without evidence.
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
        const problem = problemOf(error, place, isExpired(record, options));
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
    // Custom endpoints, such as an emulator's, have no subdomain for each bucket.
    forcePathStyle: true,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}

/** Shell command that downloads and opens a trace. */
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

/** The error of an object that cannot be read; null if it exists. */
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
 * Why an object that should exist cannot be read; null if it has expired. S3 answers 403 instead of
 * 404 to readers without list permission, so for expired evidence 403 means missing.
 */
function problemOf(reason: unknown, { Bucket, Key }: Place, isOver: boolean): string | null {
  const status = reason instanceof S3ServiceException ? reason.$metadata.httpStatusCode : undefined;
  if (status === NOT_FOUND || (status === FORBIDDEN && isOver)) return null;
  if (status === FORBIDDEN) {
    return `Access is denied: your credentials need s3:GetObject on arn:aws:s3:::${Bucket}/${EVIDENCE_PREFIX}/*`;
  }
  const words = errorText(reason);

  return `Cannot read s3://${Bucket}/${Key}: ${words}`;
}

/** Whether a run's evidence has expired. */
function isExpired(
  { startedAt }: RunRecord,
  { retentionMs, epochMs }: Pick<EvidenceBucketsOptions, 'retentionMs' | 'epochMs'>,
): boolean {
  return epochMs() - Date.parse(startedAt) > retentionMs;
}

function quoted(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
