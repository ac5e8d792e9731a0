// Shows that the cells of the blame matrix depend on rules: takes out one rule after the other, in a copy
// of this commit, and expects the cells that rest on it to be red. `npm run faults:rules`, or with names of
// rules: `npm run faults:rules -- stall`.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES } from './fault-rules/rules.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const wanted = process.argv.slice(2);
const rules = RULES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const copy = path.join(mkdtempSync(path.join(os.tmpdir(), 'fault-rules-')), 'copy');
const kept = [];

execFileSync('git', ['worktree', 'add', '--detach', copy, 'HEAD'], { cwd: root, stdio: 'ignore' });
try {
  symlinkSync(realpathSync(path.join(root, 'node_modules')), path.join(copy, 'node_modules'));
  for (const { test, cells } of cellsByTest()) {
    if (!passes(cells, test)) throw new Error(`Cells are red with all rules: ${cells}`);
  }
  for (const rule of rules) {
    const isRed = withoutRule(rule);
    if (!isRed) kept.push(rule.name);
    process.stdout.write(`${isRed ? 'red' : 'STILL GREEN'} without ${rule.name}: ${rule.cells}\n`);
  }
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', copy], { cwd: root });
  rmSync(path.dirname(copy), { recursive: true, force: true });
}
process.exitCode = kept.length === 0 ? 0 : 1;

/** The cells of all chosen rules, by the test that runs them: they must be green before. */
function cellsByTest() {
  const tests = [...new Set(rules.map(({ test }) => test))];

  return tests.map((test) => ({
    test,
    cells: rules.flatMap((rule) => (rule.test === test ? [`(?:${rule.cells})`] : [])).join('|'),
  }));
}

/** Whether its cells fail when a rule is taken out. */
function withoutRule({ name, file, from, to, cells, test }) {
  const place = path.join(copy, file);
  const source = readFileSync(place, 'utf8');
  if (!source.includes(from)) throw new Error(`Cannot take out "${name}": ${file} has no ${from}`);
  writeFileSync(place, source.replace(from, to));
  try {
    return !passes(cells, test);
  } finally {
    writeFileSync(place, source);
  }
}

function passes(cells, [suite, title]) {
  const jest = ['node_modules/jest/bin/jest.js', '-c', 'test/suites/jest.config.json', suite];
  const { status, stderr, stdout } = spawnSync(process.execPath, [...jest, '-t', title], {
    cwd: copy,
    env: { ...process.env, WAYWISER_FAULTS: 'all', WAYWISER_FAULTS_ONLY: cells },
    encoding: 'utf8',
  });
  if (/^\s+.*: .*, expected /m.test(stdout)) {
    process.stdout.write(stdout);

    return status === 0;
  }
  throw new Error(`No cell ran: ${cells}\n${stderr.slice(-2_000)}`);
}
