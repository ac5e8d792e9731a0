import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EVIDENCE_PREFIX } from '../../core/deploy/names.ts';
import { acknowledge } from '../acknowledge.ts';
import { DAY_MS } from '../../core/base/time.ts';

/** What a region's bucket is called, and how long it keeps what it is given. */
export interface EvidenceBucketProps {
  readonly bucketName: string;
  readonly keptMs: number;
  /** False: the bucket goes with its stack, once it is empty. */
  readonly keepData: boolean;
}

const UNFINISHED_UPLOAD_DAYS = 1;

/** Screenshots, traces, HARs and pages of one region's runs: written by runners, read by people. */
export class EvidenceBucket extends Construct {
  readonly bucket: Bucket;
  /** All that a runner may write to. */
  readonly objectsArn: string;

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
          expiration: Duration.days(Math.ceil(props.keptMs / DAY_MS)),
          abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
        },
      ],
      removalPolicy: props.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // By name, not by reference: it reads the same in the stacks that are nested in this one.
    this.objectsArn = Stack.of(this).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: props.bucketName,
      resourceName: `${EVIDENCE_PREFIX}/*`,
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Objects are written by the runners of one stage and live for weeks: CloudTrail data events tell who read them, where that is wanted, without a second bucket.',
    });
  }
}
