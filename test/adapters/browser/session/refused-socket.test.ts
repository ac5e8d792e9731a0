import type { ReachRules } from '../../../../lib/adapters/net/address-guard.ts';
import { refusedSocket } from '../../../../lib/adapters/browser/session/refused-socket.ts';

const REACH: ReachRules = {
  baseUrl: null,
  allowPrivate: false,
  allowPrivateTargets: [],
  allowHosts: null,
};

describe('refusedSocket()', () => {
  it.each([
    [new Error('apiRequestContext.get: connect EACCES 10.0.0.5:8080'), '10.0.0.5:8080'],
    [
      new TypeError('fetch failed', { cause: new Error('connect EACCES fd12::5:80') }),
      '[fd12::5]:80',
    ],
    [new AggregateError([new Error('connect EACCES ::1:9')], ''), '[::1]:9'],
  ])('refusedSocket() finds the address in %s', (error, target) => {
    expect(refusedSocket(error, REACH)).toEqual({
      cause: 'security.blocked',
      message: expect.stringContaining(`A connection of the journey to ${target} was blocked: `),
    });
  });

  it.each([
    new Error('connect EACCES 8.8.8.8:80'),
    new Error('connect ECONNREFUSED 10.0.0.5:1'),
    1,
  ])('refusedSocket() is null for %s', (error) => {
    expect(refusedSocket(error, REACH)).toBeNull();
  });
});
