import http from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { evidenceBuckets } from '../../../lib/adapters/s3/evidence-buckets.ts';
import type { EvidenceItem } from '../../../lib/core/record/run-record.ts';
import { closer, listen } from '../../support/listening.ts';
import { runRecord } from '../../support/run-records.ts';

const RUN = runRecord({ region: 'us-east-1' });
const BUCKET = 'waywiser-prod-evidence-123456789012-us-east-1';

const NOW_MS = Date.parse(RUN.startedAt) + 10 * 86_400_000;
const ANSWERS = [
  ['.zip', 200, 'ZIP'],
  ['lost', 404, '<Error><Code>NoSuchKey</Code><Message>no</Message></Error>'],
  ['broken', 500, '<Error><Code>InternalError</Code><Message>We broke it</Message></Error>'],
] as const;

let close: () => Promise<void>;
let origin: string;
let asked: string[];
let accounts: number;

/** A bucket that has traces and no more, and may not be listed; broken ones fail, lost ones are not there. */
beforeEach(async () => {
  asked = [];
  accounts = 0;
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    const [status, body] = ANSWERS.find(([part]) => request.url?.includes(part))?.slice(1) ?? [
      403,
      '<Error><Code>AccessDenied</Code><Message>no</Message></Error>',
    ];
    response.writeHead(Number(status), { 'content-length': String(body).length });
    response.end(body);
  });
  close = closer(server);
  origin = `http://127.0.0.1:${await listen(server)}`;
});

afterEach(async () => {
  await close();
});

function shelf({ keptDays = 30 } = {}) {
  return evidenceBuckets({
    stage: 'prod',
    retentionMs: keptDays * 86_400_000,
    epochMs: () => NOW_MS,
    account: async () => {
      accounts += 1;
      return '123456789012';
    },
    clientOf: (region) =>
      new S3Client({
        region,
        endpoint: origin,
        forcePathStyle: true,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      }),
  });
}

function item(key: string, kind: EvidenceItem['kind'] = 'trace'): EvidenceItem {
  return { kind, path: key, from: 'run' };
}

describe('evidenceBuckets()', () => {
  it("finds evidence in the bucket of the run's region, and says how to open a trace", async () => {
    const buckets = shelf();

    const trace = await buckets.viewOf(RUN, item("evidence/r/it's.zip"));
    const gone = await buckets.viewOf(RUN, item('evidence/r/lost.png', 'screenshot'));

    expect(trace).toMatchObject({
      available: true,
      command: `aws s3 cp 's3://${BUCKET}/evidence/r/it'\\''s.zip' '${RUN.runId}.zip' && npx playwright show-trace '${RUN.runId}.zip'`,
    });
    expect(gone).toEqual({
      item: item('evidence/r/lost.png', 'screenshot'),
      available: false,
      command: null,
    });
    expect(asked).toEqual([
      `HEAD /${BUCKET}/evidence/r/it%27s.zip`,
      `HEAD /${BUCKET}/evidence/r/lost.png`,
    ]);
    expect(accounts).toBe(1);
    buckets.close();
  });

  it('reads an object as it is sent', async () => {
    const buckets = shelf();

    const file = await buckets.open(RUN, item('evidence/r/trace.zip'));
    const chunks: Uint8Array[] = [];
    for await (const chunk of file?.chunks ?? []) chunks.push(chunk);

    expect(file?.sizeBytes).toBe(3);
    expect(Buffer.concat(chunks).toString()).toBe('ZIP');
    expect(await buckets.open(RUN, item('evidence/r/lost.png'))).toBeNull();
    buckets.close();
  });

  it('distinguishes denied access from expired evidence', async () => {
    const buckets = shelf();
    const refused = `Access is denied: your credentials need s3:GetObject on arn:aws:s3:::${BUCKET}/evidence/*`;

    const view = await buckets.viewOf(RUN, item('evidence/r/page.png'));

    expect(view).toMatchObject({ available: false, command: null, problem: refused });
    await expect(buckets.open(RUN, item('evidence/r/page.png'))).rejects.toThrow(refused);
    buckets.close();
  });

  it('treats denied access as expired when the run is older than the retention', async () => {
    const buckets = shelf({ keptDays: 9 });

    const view = await buckets.viewOf(RUN, item('evidence/r/page.png'));

    expect(view).not.toHaveProperty('problem');
    expect(await buckets.open(RUN, item('evidence/r/page.png'))).toBeNull();
    buckets.close();
  });

  it('reports an unknown account as a problem of the evidence', async () => {
    const buckets = evidenceBuckets({
      stage: 'prod',
      account: async () => await Promise.reject(new Error('Cannot read the table')),
      retentionMs: 1,
      epochMs: () => NOW_MS,
    });

    const view = await buckets.viewOf(RUN, item('evidence/r/trace.zip'));

    expect(view).toMatchObject({ available: false, problem: 'Cannot read the table' });
    buckets.close();
  });

  it('reports why a bucket did not answer', async () => {
    const buckets = shelf();
    const broken = item('evidence/r/broken.png');

    const view = await buckets.viewOf(RUN, broken);

    expect(view.problem).toContain(`Cannot read s3://${BUCKET}/evidence/r/broken.png: `);
    await expect(buckets.open(RUN, broken)).rejects.toThrow('We broke it');
    buckets.close();
  });

  it.each([
    ['us-east-1', 'secrets/a.zip'],
    ['us-east-1', '/etc/passwd.zip'],
    ['local', 'evidence/r/a.zip'],
    ['evil.example/', 'evidence/r/a.zip'],
  ])('sends no request for what is no evidence of a region: %s %s', async (region, key) => {
    const buckets = shelf();
    const run = runRecord({ region });

    expect(await buckets.viewOf(run, item(key))).toMatchObject({ available: false, command: null });
    expect(await buckets.open(run, item(key))).toBeNull();
    expect(asked).toEqual([]);
  });
});
