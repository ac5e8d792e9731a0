import { combineSearch, type FoundStacks } from '../../../lib/core/deploy/stack-port.ts';

const NONE: FoundStacks = { kind: 'stacks', stacks: [] };
const REJECTED: FoundStacks = { kind: 'rejected', reason: 'token is invalid' };
const DENIED: FoundStacks = { kind: 'unread', reason: 'denied' };

describe('combineSearch()', () => {
  it('combineSearch() takes a region that rejects valid credentials as not enabled', () => {
    const found = [
      ['eu-west-1', NONE],
      ['me-south-1', REJECTED],
      ['us-east-1', DENIED],
    ] as const;

    expect(combineSearch(found, 'eu-west-1')).toEqual({
      stacks: [],
      unread: [{ region: 'us-east-1', reason: 'denied' }],
    });
  });

  it.each([
    ['all regions', [['eu-west-1', REJECTED] as const, ['us-east-1', REJECTED] as const]],
    ['the home region', [['eu-west-1', REJECTED] as const, ['us-east-1', NONE] as const]],
  ])('combineSearch() reports credentials that %s rejects', (_what, found) => {
    expect(combineSearch(found, 'eu-west-1').unread).toContainEqual({
      region: 'eu-west-1',
      reason: 'token is invalid',
    });
  });
});
