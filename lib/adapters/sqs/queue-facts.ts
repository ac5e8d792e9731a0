import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RegionReader } from '../../core/doctor/doctor-ports.ts';
import { accountCall, optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

const ABSENT = [
  'QueueDoesNotExist',
  'NonExistentQueue',
  'AWS.SimpleQueueService.NonExistentQueue',
] as const;

/** Reads how many messages queues have. It receives none. */
export function queueFacts(region: string): Pick<RegionReader, 'queueDepth' | 'close'> {
  const client = new SQSClient(platformClientOptions(region));

  return {
    queueDepth: async (name) => {
      const found = await optionalCall(
        { action: 'sqs:GetQueueUrl', region, absent: ABSENT },
        (options) => client.send(new GetQueueUrlCommand({ QueueName: name }), options),
      );
      if (found === null) return null;
      const command = new GetQueueAttributesCommand({
        QueueUrl: found.QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      const { Attributes: attributes } = await accountCall(
        { action: 'sqs:GetQueueAttributes', region },
        (options) => client.send(command, options),
      );

      return {
        waiting: Number(attributes?.['ApproximateNumberOfMessages'] ?? 0),
        taken: Number(attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      };
    },
    close: () => client.destroy(),
  };
}
