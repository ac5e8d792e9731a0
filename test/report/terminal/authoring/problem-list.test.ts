import type { Problem } from '../../../../lib/core/journey/problem.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import {
  renderProblemAnnotations,
  renderProblems,
} from '../../../../lib/report/terminal/authoring/problem-list.ts';

const SCREEN = { paint: plainPaint, columns: 80 };

function problem(changes: Partial<Problem> = {}): Problem {
  return {
    file: 'journeys/a.journey.ts',
    line: 2,
    column: 12,
    code: 'journey.config',
    path: 'timeout',
    message: 'Cannot use "20m" as timeout: it is too long; expected at most 15m',
    journey: 'a',
    ...changes,
  };
}

describe('renderProblems()', () => {
  it('renderProblems() shows the source line with a caret under the column', () => {
    const picture = renderProblems(
      [problem({ column: 11 })],
      () => ['{', "\ttimeout:\t'20m',", '}'],
      SCREEN,
    );

    expect(picture.split('\n')).toEqual([
      'journeys/a.journey.ts:2:11  error  Cannot use "20m" as timeout: it is too long; expected at most 15m',
      "  2 │   timeout:  '20m',",
      '    │             ^',
      '',
      '1 problem in 1 file',
    ]);
  });

  it('renderProblems() needs neither a source nor a file', () => {
    const problems = [problem({ file: null, line: null, column: null }), problem()];

    expect(renderProblems(problems, () => null, SCREEN).split('\n')).toEqual([
      'error  Cannot use "20m" as timeout: it is too long; expected at most 15m',
      '',
      'journeys/a.journey.ts:2:12  error  Cannot use "20m" as timeout: it is too long; expected at most 15m',
      '',
      '2 problems in 1 file',
    ]);
  });

  it('renderProblems() is empty when there are none', () => {
    expect(renderProblems([], () => null, SCREEN)).toBe('');
  });
});

describe('renderProblemAnnotations()', () => {
  it('renderProblemAnnotations() escapes what workflow commands give a meaning', () => {
    const annotations = renderProblemAnnotations([
      problem({ file: 'a,b:c.ts', message: '100%' }),
      problem({ file: null, line: null, column: null, message: 'no file' }),
    ]);

    expect(annotations.split('\n')).toEqual([
      '::error file=a%2Cb%3Ac.ts,line=2,col=12::100%25',
      '::error::no file',
    ]);
  });
});
