import { readMessage } from '../../../lib/core/recorder/read-message.ts';
import { queueMessageOf } from '../../support/queue-messages.ts';
import { runRecord } from '../../support/run-records.ts';

function packed(record: unknown): unknown {
  return { waywiser: 1, kind: 'run', record: JSON.stringify(record) };
}

describe('readMessage() of a newer runner', () => {
  test.each<[string, unknown, string]>([
    ['another version', { waywiser: 2, kind: 'run' }, 'version 2'],
    ['another schema', packed({ ...runRecord(), schema: 2 }), 'schema 2'],
    ['a cause of tomorrow', packed({ ...runRecord(), cause: 'target.moon' }), 'target.moon'],
  ])('says so when the message has %s', (_, body, reason) => {
    const frame = { stage: 'prod', region: 'eu-west-1' };

    expect(readMessage(queueMessageOf(body), frame, (text) => text)).toEqual({
      kind: 'newer',
      reason: expect.stringContaining(reason),
    });
  });
});
