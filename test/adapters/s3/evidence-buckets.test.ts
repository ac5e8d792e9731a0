import http from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { evidenceBuckets } from '../../../lib/adapters/s3/evidence-buckets.ts';
import type { EvidenceItem } from '../../../lib/core/record/run-record.ts';
import { closer, listen } from '../../support/listening.ts';
import { runRecord } from '../../support/run-records.ts';

const RUN = runRecord({ region: 'us-east-1' });
const BUCKET = 'waywiser-prod-evidence-123456789012-us-east-1';

let close: () => Promise<void>;
let origin: string;
let asked: string[];
let accounts: number;

/** A bucket that has traces, may not be listed, and no more. */
beforeEach(async () => {
  asked = [];
  accounts = 0;
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    const isThere = request.url?.includes('.zip') === true;
    const refusal = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
    const body = isThere ? 'ZIP' : refusal;
    response.writeHead(isThere ? 200 : 403, { 'content-length': String(body.length) });
    response.end(body);
  });
  close = closer(server);
  origin = `http://127.0.0.1:${await listen(server)}`;
});

afterEach(async () => {
  await close();
});

function shelf() {
  return evidenceBuckets({
    stage: 'prod',
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

    const trace = await buckets.look(RUN, item("evidence/r/it's.zip"));
    const gone = await buckets.look(RUN, item('evidence/r/page.png', 'screenshot'));

    expect(trace).toMatchObject({
      available: true,
      command: `aws s3 cp 's3://${BUCKET}/evidence/r/it'\\''s.zip' '${RUN.runId}.zip' && npx playwright show-trace '${RUN.runId}.zip'`,
    });
    expect(gone).toMatchObject({ available: false, command: null });
    expect(asked).toEqual([
      `HEAD /${BUCKET}/evidence/r/it%27s.zip`,
      `HEAD /${BUCKET}/evidence/r/page.png`,
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
    expect(await buckets.open(RUN, item('evidence/r/page.png'))).toBeNull();
    buckets.close();
  });

  it.each([
    ['us-east-1', 'secrets/a.zip'],
    ['us-east-1', '/etc/passwd.zip'],
    ['local', 'evidence/r/a.zip'],
    ['evil.example/', 'evidence/r/a.zip'],
  ])('asks nobody for what is no evidence of a region: %s %s', async (region, key) => {
    const buckets = shelf();
    const run = runRecord({ region });

    expect(await buckets.look(run, item(key))).toMatchObject({ available: false, command: null });
    expect(await buckets.open(run, item(key))).toBeNull();
    expect(asked).toEqual([]);
  });
});
