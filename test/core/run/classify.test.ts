import { RunFailure } from '../../../lib/core/record/outcome.ts';
import { classifyThrown } from '../../../lib/core/run/classify.ts';

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}

describe('classifyThrown()', () => {
  test.each([
    ['EMFILE', 'uv_resident_set_memory', 'monitor.unknown'],
    ['ENOMEM', 'mmap', 'monitor.memory'],
    ['ENOSPC', 'write', 'monitor.disk'],
    ['ENOENT', 'open', 'journey.exception'],
  ])('finds the cause of %s in %s to be %s', (code, syscall, cause) => {
    const thrown = { error: systemError(code, syscall), final: null, explained: null };

    expect(classifyThrown(thrown).cause).toBe(cause);
  });

  test("takes an error that only looks like the system's for the journey's", () => {
    const error = Object.assign(new Error('full'), { code: 'ENOSPC' });

    expect(classifyThrown({ error, final: null, explained: null }).cause).toBe('journey.exception');
  });

  test.each([
    {
      what: 'only failures of the target',
      errors: [
        new RunFailure('target.status', 'a: 500'),
        new RunFailure('target.dns', 'b: no name'),
      ],
      expected: { cause: 'target.status', message: '2 errors: (1) a: 500; (2) b: no name' },
    },
    {
      what: "one of the journey's own",
      errors: [new RunFailure('target.status', 'a: 500'), new TypeError('x is not a function')],
      expected: {
        cause: 'journey.exception',
        message: '2 errors: (1) a: 500; (2) TypeError: x is not a function',
      },
    },
    {
      what: 'a single error',
      errors: [new RunFailure('target.tls', 'a: expired')],
      expected: { cause: 'target.tls', message: 'a: expired' },
    },
    {
      what: 'many errors',
      errors: ['1', '2', '3', '4', '5'].map((each) => new Error(each)),
      expected: {
        cause: 'journey.exception',
        message: '5 errors: (1) 1; (2) 2; (3) 3; and 2 more',
      },
    },
    {
      what: 'no errors',
      errors: [],
      expected: { cause: 'journey.exception', message: 'AggregateError: all' },
    },
  ])('classifies an AggregateError of $what', ({ errors, expected }) => {
    const error = new AggregateError(errors, 'all');

    expect(classifyThrown({ error, final: null, explained: null })).toEqual(expected);
  });

  test('classifies an AggregateError that contains itself', () => {
    const error = new AggregateError([], 'all');
    error.errors.push(error, new RunFailure('target.dns', 'no name'));

    expect(classifyThrown({ error, final: null, explained: null })).toEqual({
      cause: 'journey.exception',
      message: '2 errors: (1) AggregateError: all; (2) no name',
    });
  });

  test('names the causes of an error, which are the reason of a failed fetch', () => {
    const refused = new AggregateError([new Error('connect ECONNREFUSED ::1:80')], '');
    const error = new TypeError('fetch failed', { cause: refused });

    expect(classifyThrown({ error, final: null, explained: null }).message).toBe(
      'TypeError: fetch failed: connect ECONNREFUSED ::1:80',
    );
  });

  test('ends with an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;

    expect(classifyThrown({ error, final: null, explained: null }).message).toBe(
      'round: round: round: round',
    );
  });

  test('takes the explanations of the errors that one combines', () => {
    const error = new AggregateError([new Error('a'), new Error('b')], 'All were rejected');
    const late = { cause: 'target.timeout', message: 'no answer' } as const;
    const evidence = { error, final: null, explained: null };

    expect(classifyThrown({ ...evidence, explainedErrors: [late, late] })).toEqual({
      cause: 'target.timeout',
      message: '2 errors: (1) no answer; (2) no answer',
    });
    expect(classifyThrown({ ...evidence, explainedErrors: [late, null] }).cause).toBe(
      'journey.exception',
    );
  });
});
