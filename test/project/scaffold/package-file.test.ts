import { describe, expect, it, test } from '@jest/globals';
import {
  completePackage,
  newPackage,
  packageName,
} from '../../../lib/project/scaffold/package-file.ts';
import type { Scaffold } from '../../../lib/project/scaffold/scaffold.ts';

const SCAFFOLD: Scaffold = {
  name: 'shop',
  kind: 'both',
  target: { kind: 'shop' },
  ci: true,
  packages: {
    waywiser: '0.1.0',
    awsCdk: '2.1148.1',
    awsCdkLib: '^2.276.0',
    constructs: '^10.8.1',
    typescript: '7.0.2',
  },
  packageDir: 'node_modules/waywiser',
};

const SCRIPTS = {
  dev: 'waywiser dev',
  journeys: 'waywiser run',
  validate: 'waywiser validate',
  synth: 'cdk synth',
  deploy: 'cdk deploy --all',
};

const DEVELOPMENT = {
  'aws-cdk': '2.1148.1',
  'aws-cdk-lib': '^2.276.0',
  constructs: '^10.8.1',
  typescript: '7.0.2',
};

describe('packageName()', () => {
  test.each([
    ['shop', 'shop'],
    ['My Shop', 'my-shop'],
    ['Prüfstand №5!', 'prufstand-no5'],
    ['.hidden_', 'hidden'],
    ['日本', 'journeys'],
    ['', 'journeys'],
    ['waywiser', 'journeys'],
    ['node_modules', 'journeys'],
    [`${'a'.repeat(213)}-b`, 'a'.repeat(213)],
  ])('packageName() makes of the folder "%s" a name that npm takes', (folder, expected) => {
    expect(packageName(folder)).toBe(expected);
  });
});

describe('newPackage()', () => {
  it('has the version that runs, and cdk exactly', () => {
    expect(JSON.parse(newPackage(SCAFFOLD))).toEqual({
      name: 'shop',
      private: true,
      type: 'module',
      scripts: SCRIPTS,
      dependencies: { waywiser: '0.1.0' },
      devDependencies: DEVELOPMENT,
    });
  });
});

describe('completePackage()', () => {
  it('adds what is missing, and leaves order, indentation and the rest as they are', () => {
    const before = `{
\t"version": "1.0.0",
\t"name": "kept",
\t"scripts": {
\t\t"test": "exit 1",
\t\t"dev": "vite"
\t},
\t"dependencies": {
\t\t"waywiser": "file:../waywiser-0.1.0.tgz"
\t},
\t"odd": [1, { "a": null }]
}
`;

    const completed = completePackage(before, SCAFFOLD);

    expect(completed).toEqual({
      kind: 'completed',
      added: {
        scripts: ['journeys', 'validate', 'synth', 'deploy'],
        packages: ['aws-cdk', 'aws-cdk-lib', 'constructs', 'typescript'],
      },
      text: `{
\t"version": "1.0.0",
\t"name": "kept",
\t"scripts": {
\t\t"test": "exit 1",
\t\t"dev": "vite",
\t\t"journeys": "waywiser run",
\t\t"validate": "waywiser validate",
\t\t"synth": "cdk synth",
\t\t"deploy": "cdk deploy --all"
\t},
\t"dependencies": {
\t\t"waywiser": "file:../waywiser-0.1.0.tgz"
\t},
\t"odd": [
\t\t1,
\t\t{
\t\t\t"a": null
\t\t}
\t],
\t"devDependencies": {
\t\t"aws-cdk": "2.1148.1",
\t\t"aws-cdk-lib": "^2.276.0",
\t\t"constructs": "^10.8.1",
\t\t"typescript": "7.0.2"
\t}
}
`,
    });
  });

  it('returns the text as it came when nothing is missing', () => {
    const before = JSON.stringify({
      scripts: { ...SCRIPTS, dev: 'something else' },
      devDependencies: { ...DEVELOPMENT, waywiser: '*', typescript: '5' },
    });

    expect(completePackage(before, SCAFFOLD)).toEqual({
      kind: 'completed',
      text: before,
      added: { scripts: [], packages: [] },
    });
  });

  it('names no package twice when it stands in another list', () => {
    const before = JSON.stringify({
      peerDependencies: { constructs: '*' },
      optionalDependencies: { typescript: '*' },
    });

    const completed = completePackage(before, SCAFFOLD);

    expect(completed).toMatchObject({
      added: { packages: ['waywiser', 'aws-cdk', 'aws-cdk-lib'] },
    });
  });

  it('keeps the line ends of Windows, and reads past a byte order mark', () => {
    const completed = completePackage('\u{feff}{\r\n  "name": "x"\r\n}\r\n', SCAFFOLD);

    const text = completed.kind === 'completed' ? completed.text : '';
    expect(text.split('\r\n').slice(0, 3)).toEqual(['{', '  "name": "x",', '  "scripts": {']);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it.each([
    ['{ "name": ', /^Cannot complete package\.json: it is not valid JSON \(.+\)$/],
    ['[]', /it is not an object; expected one such as \{ "private": true \}$/],
    ['null', /it is not an object/],
    ['{ "scripts": [] }', /its "scripts" is not an object; expected an object, or no such field$/],
    ['{ "devDependencies": "x" }', /its "devDependencies" is not an object/],
  ])('refuses %s', (before, expected) => {
    expect(completePackage(before, SCAFFOLD)).toEqual({
      kind: 'problem',
      message: expect.stringMatching(expected),
    });
  });
});
