import * as fc from 'fast-check';
import { writerTo } from '../../../lib/cli/frame/io.ts';
import { withoutWorkflowCommands } from '../../../lib/report/format/terminal-text.ts';

const ESC = '\u{1b}';

/** The pieces as one stream holds them. */
function written(...pieces: readonly string[]): string {
  return pieces.map(withoutWorkflowCommands()).join('');
}

/** The lines that a runner of GitHub Actions reads as commands, in both syntaxes. */
function commandsIn(output: string): readonly string[] {
  return output
    .split(/\r\n|\r|\n/u)
    .filter((line) => /^[\s\u{85}]*::/u.test(line) || /##[a-z]*\[/iu.test(line));
}

describe('withoutWorkflowCommands()', () => {
  it.each([
    ['::stop-commands::x', '> ::stop-commands::x'],
    ['::add-mask::', '> ::add-mask::'],
    ['::set-output name=a::b', '> ::set-output name=a::b'],
    ['  ::error file=a::b', '  > ::error file=a::b'],
    ['\t::error::b', '\t> ::error::b'],
    ['\u{85}::error::b', '> \u{85}::error::b'],
    ['\u{a0}::error::b', '\u{a0}> ::error::b'],
    [`${ESC}[31m::error::b${ESC}[0m`, `> ${ESC}[31m::error::b${ESC}[0m`],
    [`${ESC}[31m  :${ESC}[0m:error::b`, `> ${ESC}[31m  :${ESC}[0m:error::b`],
    ['a\r::error::b', 'a\r> ::error::b'],
    ['a\r\n::error::b\n', 'a\r\n> ::error::b\n'],
    ['##[error]x', '# #[error]x'],
    ['a ###[group]x', 'a ## #[group]x'],
    ['a ##vso[task.complete]', 'a # #vso[task.complete]'],
    ['##teamcity[x]', '# #teamcity[x]'],
  ])('withoutWorkflowCommands() marks what a runner would execute when given %j', (text, safe) => {
    expect(written(text)).toBe(safe);
  });

  it.each(['a ::b', 'http://[::1]:80', 'a::b', ': :', '## Heading', '# [x]', '', '\n\n'])(
    'withoutWorkflowCommands() changes nothing when %j is no command',
    (text) => {
      expect(written(text)).toBe(text);
    },
  );

  it.each([
    [['  ', '::error::x'], '  > ::error::x'],
    [[':', ':error::x'], ':> :error::x'],
    [['a #', '#[error]x'], 'a # #[error]x'],
    [['a ##', '[error]x'], 'a ## [error]x'],
    [['a\n', '::error::x'], 'a\n> ::error::x'],
    [['a', '::error::x'], 'a::error::x'],
  ])('withoutWorkflowCommands() joins the parts of a line when %j are written', (pieces, safe) => {
    expect(written(...pieces)).toBe(safe);
  });

  it('withoutWorkflowCommands() leaves no command when given any texts', () => {
    const piece = fc.oneof(
      fc.constantFrom(':', '::', '#', '##', '[', 'vso', '\n', '\r', '\t', ' ', `${ESC}[1m`, 'a'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(commandsIn(written(...pieces))).toEqual([]);
        expect(commandsIn(written(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('writerTo()', () => {
  it('writerTo() lets only annotations through as commands', () => {
    const texts: string[] = [];
    const write = writerTo({ write: (text) => texts.push(text) });

    write('::error::page\n');
    write('::error::ours\n', 'annotations');

    expect(texts).toEqual(['> ::error::page\n', '::error::ours\n']);
  });
});
