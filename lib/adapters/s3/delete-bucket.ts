import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { errorText } from '../../core/base/error-text.ts';
import { SECOND_MS } from '../../core/base/time.ts';
import type { Deletion } from '../../core/deploy/stack-port.ts';
import type { StagePlace } from '../../core/deploy/stage-stacks.ts';

const CALL_TIMEOUT_MS = 30 * SECOND_MS;

/** Deletes a bucket without versions, and all its objects. Never rejects. */
export async function deleteBucket({ name, region }: StagePlace): Promise<Deletion> {
  const client = new S3Client({ region });
  try {
    await emptyBucket(client, name);
    await client.send(new DeleteBucketCommand({ Bucket: name }), callOptions());

    return { kind: 'deleted' };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return { kind: 'absent' };

    return { kind: 'failed', reason: errorText(error) };
  } finally {
    client.destroy();
  }
}

async function emptyBucket(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const { Contents: objects = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: bucket }),
      callOptions(),
    );
    if (objects.length === 0) return;
    const keys = objects.flatMap(({ Key: key }) => (key === undefined ? [] : [{ Key: key }]));
    const { Errors: [failed] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }),
      callOptions(),
    );
    if (failed !== undefined) {
      throw new Error(
        `Cannot delete "${failed.Key ?? ''}": ${failed.Message ?? failed.Code ?? ''}`,
      );
    }
  }
}

function callOptions(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
}
