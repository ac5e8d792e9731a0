import http from 'node:http';
import { deleteBucket } from '../../../lib/adapters/s3/delete-bucket.ts';
import { closer, listen } from '../../support/listening.ts';

const BUCKET = { name: 'waywiser-prod-evidence-123456789012-eu-west-1', region: 'eu-west-1' };
const PAGE = 2;

/** Keys of the objects in the bucket; null: there is no bucket. */
let keys: string[] | null;
let locked: string | null;
let close: () => Promise<void>;

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, xml } = answer(request.method ?? '', Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(status === 204 ? '' : xml);
    });
  });
  close = closer(server);
  const port = await listen(server);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
  });
});

beforeEach(() => {
  keys = [];
  locked = null;
});

afterAll(async () => {
  await close();
});

function answer(method: string, body: string): { readonly status: number; readonly xml: string } {
  if (keys === null) return failure(404, 'NoSuchBucket');
  if (method === 'GET') {
    const contents = keys.slice(0, PAGE).map((key) => `<Contents><Key>${key}</Key></Contents>`);

    return { status: 200, xml: `<ListBucketResult>${contents.join('')}</ListBucketResult>` };
  }
  if (method === 'POST') {
    const named = [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
    keys = keys.filter((key) => !named.includes(key) || key === locked);
    const error = named.includes(locked ?? '-')
      ? `<Error><Key>${locked}</Key><Message>Access Denied</Message></Error>`
      : '';

    return { status: 200, xml: `<DeleteResult>${error}</DeleteResult>` };
  }
  if (keys.length > 0) return failure(409, 'BucketNotEmpty');
  keys = null;

  return { status: 204, xml: '' };
}

function failure(status: number, code: string): { readonly status: number; readonly xml: string } {
  return { status, xml: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}

describe('deleteBucket()', () => {
  it('deleteBucket() deletes all objects, page by page, and the bucket', async () => {
    keys = ['a', 'b', 'c', 'd', 'e'];

    expect(await deleteBucket(BUCKET)).toEqual({ kind: 'deleted' });
    expect(keys).toBeNull();
  });

  it('deleteBucket() has nothing to do when there is no bucket', async () => {
    keys = null;

    expect(await deleteBucket(BUCKET)).toEqual({ kind: 'absent' });
  });

  it('deleteBucket() names an object that cannot be deleted', async () => {
    keys = ['a', 'b', 'c'];
    locked = 'b';

    expect(await deleteBucket(BUCKET)).toEqual({
      kind: 'failed',
      reason: 'Cannot delete "b": Access Denied',
    });
    expect(keys).toContain('c');
  });
});
