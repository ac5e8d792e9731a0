import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { RegionReader } from '../../core/doctor/doctor-ports.ts';
import { optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Reads whether a bucket exists. */
export function bucketFacts(region: string): Pick<RegionReader, 'hasBucket' | 'close'> {
  const client = new S3Client(platformClientOptions(region));

  return {
    hasBucket: async (name) => {
      const found = await optionalCall(
        { action: 's3:ListBucket', region, absent: ['NotFound', 'NoSuchBucket'] },
        (options) => client.send(new HeadBucketCommand({ Bucket: name }), options),
      );

      return found !== null;
    },
    close: () => client.destroy(),
  };
}
