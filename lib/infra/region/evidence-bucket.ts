import { Duration, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { removalPolicyOf } from '../removal-policy.ts';
import { DAY_MS } from '../../core/base/time.ts';

/** The bucket's name and the retention of its objects. */
export interface EvidenceBucketProps {
  readonly bucketName: string;
  readonly retentionMs: number;
  /** False: the bucket is emptied and deleted with its stack. */
  readonly keepData: boolean;
}

const UNFINISHED_UPLOAD_DAYS = 1;

/** Bucket for the evidence of one region's runs. Runners write it, people read it. */
export class EvidenceBucket extends Construct {
  readonly bucket: Bucket;
  readonly #bucketName: string;

  constructor(scope: Construct, id: string, props: EvidenceBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          id: 'expire-evidence',
          expiration: Duration.days(Math.ceil(props.retentionMs / DAY_MS)),
          abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
        },
      ],
      removalPolicy: removalPolicyOf(props),
      autoDeleteObjects: !props.keepData,
    });
    this.#bucketName = props.bucketName;
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Only the runners of one stage write objects, which expire after weeks. Where an access log is needed, CloudTrail data events provide one without a second bucket.',
    });
  }
  /** ARN pattern of the objects below a prefix. */
  objectsArn(prefix: string): string {
    // Built from the name instead of a reference, so it is the same text in nested stacks.
    return Stack.of(this).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: this.#bucketName,
      resourceName: `${prefix}/*`,
    });
  }
}
