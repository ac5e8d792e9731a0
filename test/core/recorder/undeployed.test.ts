import type { MessageReading } from '../../../lib/core/recorder/message-reading.ts';
import { readMessage } from '../../../lib/core/recorder/read-message.ts';
import { queueMessageOf } from '../../support/queue-messages.ts';

const EVENT = {
  journey: 'checkout',
  kind: 'browser',
  version: 'a1b2c3',
  scheduledAt: '2026-11-22T16:45:00Z',
};

/** Reads a runner's report of an event whose journey it does not have. */
function readingOf(event: unknown): MessageReading {
  const message = queueMessageOf({ waywiser: 1, kind: 'undeployed', event });

  return readMessage(message, { stage: 'prod', region: 'eu-west-1' }, (text) => text);
}

describe('readMessage() of a journey that is not deployed', () => {
  test('makes a skipped record of the slot, which any other record replaces', () => {
    expect(readingOf(EVENT)).toMatchObject({
      rank: 'undeployed',
      duty: 'former-runner',
      holdUntilMs: 0,
      record: {
        runId: 'checkout-eu-west-1-20261122T164500Z',
        kind: 'browser',
        outcome: 'skipped',
        cause: null,
        error: { message: expect.stringContaining('a deployment had removed it') },
        durationMs: 0,
        journeyVersion: 'a1b2c3',
      },
    });
  });

  test.each([undefined, null, {}, { journey: 'checkout' }, { scheduledAt: EVENT.scheduledAt }])(
    'is unreadable without a slot: %p',
    (event) => {
      expect(readingOf(event)).toEqual({
        kind: 'unreadable',
        reason: expect.stringContaining('names no journey and slot'),
      });
    },
  );
});
