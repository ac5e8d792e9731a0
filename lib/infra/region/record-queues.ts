import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** What a region's queue is called, and how long its reader may hold a message. */
export interface RecordQueuesProps {
  readonly queueName: string;
  readonly unreadableQueueName: string;
  readonly visibilitySeconds: number;
}

/** The longest that SQS keeps a message: an outage of the home region loses nothing. */
const KEPT_DAYS = 14;

/**
 * Where everything ends that can happen to a slot: run records, runs that died, schedules that
 * could not be delivered. A message stays until it is recorded; it is never set aside after so many
 * attempts, because an outage would set all of them aside. What nobody can read goes to a second
 * queue, by the recorder's hand.
 */
export class RecordQueues extends Construct {
  readonly queue: Queue;
  readonly unreadable: Queue;

  constructor(scope: Construct, id: string, props: RecordQueuesProps) {
    super(scope, id);
    this.queue = keptQueue(this, 'Records', {
      queueName: props.queueName,
      visibilityTimeout: Duration.seconds(props.visibilitySeconds),
    });
    this.unreadable = keptQueue(this, 'Unreadable', { queueName: props.unreadableQueueName });
    acknowledge(this.queue, {
      'AwsSolutions-SQS3':
        'A message is retried until it is recorded or 14 days old: after a count of attempts, an outage of the home region would set every message aside. What cannot be read is sent to a queue of its own.',
    });
    acknowledge(this.unreadable, {
      'AwsSolutions-SQS3':
        'It is where messages are set aside that cannot be read; an alarm tells of them.',
    });
  }
}

function keptQueue(
  scope: Construct,
  id: string,
  props: { readonly queueName: string; readonly visibilityTimeout?: Duration },
): Queue {
  return new Queue(scope, id, {
    ...props,
    retentionPeriod: Duration.days(KEPT_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
