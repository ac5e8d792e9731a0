import {
  isolatedSendersName,
  readSenderParameter,
  sharedSendersName,
} from '../../../lib/core/deploy/sender-parameters.ts';

describe('readSenderParameter()', () => {
  test('reads the roles of shared runners by their kind', () => {
    const name = sharedSendersName('prod');

    expect(readSenderParameter(name, '{"api":["AROA1","AROA2"]}', 7)).toEqual([
      ['AROA1', { duty: 'runner', speaksFor: { kind: 'shared', runs: 'api' }, listedAtMs: 7 }],
      ['AROA2', { duty: 'scheduler', speaksFor: { kind: 'shared', runs: 'api' }, listedAtMs: 7 }],
    ]);
    expect(readSenderParameter(name, '{}', 7)).toEqual([]);
  });

  test('reads the roles of isolated runners by their journey, also when it is called like a kind', () => {
    const name = isolatedSendersName('prod', 3);

    expect(readSenderParameter(name, '{"api":["AROA1","AROA2"]}', 7)).toEqual([
      ['AROA1', { duty: 'runner', speaksFor: { kind: 'journey', name: 'api' }, listedAtMs: 7 }],
      ['AROA2', { duty: 'scheduler', speaksFor: { kind: 'journey', name: 'api' }, listedAtMs: 7 }],
    ]);
  });

  test.each([
    '{"api":["AROA1"]}',
    '{"api":["AROA1",""]}',
    '{"api":"AROA1"}',
    '{"other":["a","b"]}',
  ])('throws when it is %s', (text) => {
    expect(() => readSenderParameter(sharedSendersName('prod'), text, 7)).toThrow(
      'Cannot read the senders in "/waywiser/prod/senders/shared"',
    );
  });
});
