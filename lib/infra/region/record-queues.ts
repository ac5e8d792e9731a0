import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** Names of a region's queues, and how long the recorder may hold a message. */
export interface RecordQueuesProps {
  readonly queueName: string;
  readonly unreadableQueueName: string;
  readonly visibilitySeconds: number;
}

/** The longest retention of SQS: an outage of the home region loses nothing. */
export const QUEUE_RETENTION_DAYS = 14;

/**
 * A region's two queues. `queue` receives every result of a slot: run records, reports of runs that
 * died, events that could not be delivered. A message stays until it is recorded; there is no
 * maximum number of receives, because an outage would then set all messages aside. `unreadable`
 * receives the messages that the recorder cannot read.
 */
export class RecordQueues extends Construct {
  readonly queue: Queue;
  readonly unreadable: Queue;

  constructor(scope: Construct, id: string, props: RecordQueuesProps) {
    super(scope, id);
    this.queue = retainedQueue(this, 'Records', {
      queueName: props.queueName,
      visibilityTimeout: Duration.seconds(props.visibilitySeconds),
    });
    this.unreadable = retainedQueue(this, 'Unreadable', { queueName: props.unreadableQueueName });
    acknowledge(this.queue, {
      'AwsSolutions-SQS3':
        'A message is retried until it is recorded or 14 days old: with a maximum number of receives, an outage of the home region would set every message aside. Messages that cannot be read are sent to a queue of their own.',
    });
    acknowledge(this.unreadable, {
      'AwsSolutions-SQS3': 'It receives the messages that cannot be read; an alarm reports them.',
    });
  }
}

function retainedQueue(
  scope: Construct,
  id: string,
  props: { readonly queueName: string; readonly visibilityTimeout?: Duration },
): Queue {
  return new Queue(scope, id, {
    ...props,
    retentionPeriod: Duration.days(QUEUE_RETENTION_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
