import { probedSource } from '../../../lib/project/compile/probed-source.ts';

describe('probedSource()', () => {
  it('passes every value that a statement leaves behind to a function, line by line', () => {
    const probed = probedSource(
      "'use strict';\nstep(() => { click(); });\nconst p = fill(); await p;",
    );

    expect(probed?.text.replaceAll('__waywiserLeftBehind', 'P')).toBe(
      "'use strict';\nP(step(() => { P(click()); }));\nconst p = fill(); P(await p);",
    );
    expect(probed?.values).toMatchObject([
      { line: 2, column: 1, code: 'step(() => { click(); })' },
      { line: 2, column: 14, code: 'click()' },
      { line: 3, column: 19, code: 'await p' },
    ]);
  });

  it.each(['p = click();', 'click().catch(() => 0);', 'click().then(() => 0, () => 0);'])(
    'leaves out what is taken: %s',
    (source) => {
      expect(probedSource(source)?.values).toEqual([]);
    },
  );

  it.each(['click().then(() => 0);', 'click().finally(() => 0);', 'a && click();'])(
    'has what is not: %s',
    (source) => {
      expect(probedSource(source)?.values).toHaveLength(1);
    },
  );

  it('finds async functions in forEach', () => {
    expect(probedSource('\n  all.forEach(async (each) => click(each));')?.asyncLoops).toEqual([
      { line: 2, column: 3, code: 'all.forEach(async (each) => click(each))' },
    ]);
  });

  it('names the relative imports', () => {
    const source = "import a from './a'; export * from '../b.js'; import 'c'; import('./d.ts');";

    expect(probedSource(source)?.imports).toEqual(['./a', '../b.js', './d.ts']);
  });

  it('keeps comments from switching the compiler off', () => {
    expect(probedSource('// @ts-nocheck\n// @ts-ignore\nf();')?.text).not.toContain('@ts-');
  });

  it('is null for what is no program', () => {
    expect(probedSource('const = ;')).toBeNull();
  });
});
