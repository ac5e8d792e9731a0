import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** Target bucket of the evidence. */
export interface EvidenceUploaderOptions {
  readonly region: string;
  readonly bucket: string;
}

/** A file's content, its object key and its content type. */
export interface Upload {
  readonly body: Uint8Array;
  readonly key: string;
  readonly contentType: string;
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

/**
 * Returns a function that uploads one file. It rejects if the upload is not complete within the
 * deadline.
 */
export function evidenceUploader(
  options: EvidenceUploaderOptions,
): (upload: Upload, deadlineMs: number) => Promise<void> {
  const client = new S3Client({
    region: options.region,
    // Custom endpoints, such as an emulator's, have no subdomain for each bucket.
    forcePathStyle: true,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });

  return async ({ body, key, contentType }, deadlineMs) => {
    const command = new PutObjectCommand({
      Bucket: options.bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
    });
    await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) });
  };
}
