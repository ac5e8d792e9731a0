import { audienceGap } from '../../../lib/core/deploy/audience.ts';

const HOOK = { kind: 'slack', secret: 'arn' } as const;

test.each([
  ['nothing is configured', { emails: [], webhooks: [], isUnset: true }, 'none'],
  ['silence is configured', { emails: [], webhooks: [] }, null],
  ['there is an address', { emails: ['a@b.example'], webhooks: [HOOK] }, null],
  ['there are only webhooks', { emails: [], webhooks: [HOOK] }, 'webhooks-only'],
] as const)('audienceGap() where %s', (_, notify, expected) => {
  expect(audienceGap({ notify })).toBe(expected);
});
