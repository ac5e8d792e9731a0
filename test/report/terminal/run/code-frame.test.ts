import { codeFrame } from '../../../../lib/report/terminal/run/code-frame.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderLine } from '../../../../lib/report/terminal/text/styled-line.ts';

const screen = { paint: plainPaint, columns: 80 };

function frame(source: readonly string[], line: number, column: number | null): readonly string[] {
  return codeFrame(source, { line, column }, screen).map((each) => renderLine(each, screen));
}

describe('codeFrame', () => {
  const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1};`);

  it('codeFrame() shows two lines on each side when the place is in the middle', () => {
    expect(frame(source, 9, 6)).toEqual([
      '   7 │ line 7;',
      '   8 │ line 8;',
      '❯  9 │ line 9;',
      '     │      ^',
      '  10 │ line 10;',
      '  11 │ line 11;',
    ]);
  });

  it('codeFrame() shows what there is when the place is at the start', () => {
    expect(frame(source, 1, null)).toEqual(['❯ 1 │ line 1;', '  2 │ line 2;', '  3 │ line 3;']);
  });

  it('codeFrame() puts the caret under the column when tabs and wide characters come before', () => {
    expect(frame(["\tsay('漢字', now)"], 1, 12)).toEqual([
      "❯ 1 │   say('漢字', now)",
      '    │               ^',
    ]);
  });

  it('codeFrame() is empty when the source has no such line', () => {
    expect(frame(source, 13, 1)).toEqual([]);
    expect(frame(source, 0, 1)).toEqual([]);
  });
});
