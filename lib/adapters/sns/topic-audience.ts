import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import type { RegionReader, Subscription } from '../../core/doctor/doctor-ports.ts';
import { type CallOptions, optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Stands in the place of the ARN of a subscription that is not confirmed. */
const PENDING = 'PendingConfirmation';
/** A subscription that was ended is listed for a while. */
const ENDED = 'Deleted';

/** Reads who is subscribed to a topic. */
export function topicAudience(region: string): Pick<RegionReader, 'subscriptions' | 'close'> {
  const client = new SNSClient(platformClientOptions(region));

  async function listAll(
    topicArn: string,
    { abortSignal }: CallOptions,
  ): Promise<readonly Subscription[]> {
    const subscriptions: Subscription[] = [];
    const pages = paginateListSubscriptionsByTopic(
      { client },
      { TopicArn: topicArn },
      { abortSignal },
    );
    for await (const { Subscriptions: found = [] } of pages) {
      subscriptions.push(
        ...found
          .filter((each) => each.SubscriptionArn !== ENDED)
          .map(({ Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn }) => ({
            protocol,
            endpoint,
            confirmed: SubscriptionArn !== PENDING,
          })),
      );
    }

    return subscriptions;
  }

  return {
    subscriptions: async (topicArn) =>
      optionalCall(
        {
          action: 'sns:ListSubscriptionsByTopic',
          region,
          absent: ['NotFound', 'NotFoundException'],
        },
        async (options) => listAll(topicArn, options),
      ),
    close: () => client.destroy(),
  };
}
