import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Workflow {
  readonly jobs: {
    readonly check: { readonly strategy: { readonly matrix: { readonly section: string[] } } };
  };
}

test('.github/workflows/ci.yml runs every section of .ci/run', () => {
  const workflow: Workflow = parse(readFileSync('.github/workflows/ci.yml', 'utf8'));
  const sections = execFileSync('.ci/run', ['--list'], { encoding: 'utf8' }).trim().split('\n');

  const { section } = workflow.jobs.check.strategy.matrix;

  expect(section).toEqual(sections);
});
