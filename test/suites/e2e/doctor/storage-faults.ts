import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { common, setExpiry, setRecovery } from './account.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Faults of queues, of the table and of buckets. */
export const STORAGE_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a recorder that takes no messages',
    found: ['mapping-off us-east-1'],
    plant: async (account) => {
      const client = new LambdaClient(common(account, account.abroad));
      const { EventSourceMappings: [mapping] = [] } = await client.send(
        new ListEventSourceMappingsCommand({
          FunctionName: `waywiser-${account.stage}-recorder`,
        }),
      );
      const UUID = mapping?.UUID ?? '';
      await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));

      return async () => client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    },
  },
  {
    name: 'a message that the recorder could not read',
    found: ['messages-unreadable us-east-1'],
    plant: async (account) => {
      const client = new SQSClient(common(account, account.abroad));
      const { QueueUrl } = await client.send(
        new GetQueueUrlCommand({ QueueName: `waywiser-${account.stage}-unreadable` }),
      );
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'unreadable' }));

      return async () => client.send(new PurgeQueueCommand({ QueueUrl }));
    },
  },
  {
    name: 'a table that cannot be restored',
    found: ['table-not-recoverable eu-west-1'],
    plant: async (account) => {
      await setRecovery(account, false);

      return async () => setRecovery(account, true);
    },
  },
  {
    name: 'a table whose items never expire',
    found: ['table-never-expires eu-west-1'],
    plant: async (account) => {
      await setExpiry(account, false);

      return async () => setExpiry(account, true);
    },
  },
  {
    name: 'a bucket that is gone',
    found: ['bucket-missing us-east-1'],
    plant: async (account) => {
      const client = new S3Client({ ...common(account, account.abroad), forcePathStyle: true });
      const Bucket = `waywiser-${account.stage}-evidence-${account.id}-${account.abroad}`;
      await client.send(new DeleteBucketCommand({ Bucket }));

      return async () => client.send(new CreateBucketCommand({ Bucket }));
    },
  },
];
