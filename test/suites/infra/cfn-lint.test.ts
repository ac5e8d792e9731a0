import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { App } from 'aws-cdk-lib';
import { waywiserStacks } from '../../../lib/infra/waywiser-stacks.ts';
import { workshop } from '../../integration/infra/support/deployment-of.ts';
import { fullDeployment } from './full-deployment.ts';

const execute = promisify(execFile);
const VERSION = '1.58.0';
/** CDK's own function says twice that it needs its role: a warning, no error. */
const REDUNDANT_DEPENDENCY = 'W3005';
const INSTALL_DEADLINE_MS = 180_000;
const LINT_DEADLINE_MS = 180_000;

const shop = workshop();

afterAll(() => shop.remove());

/** Installs the linter from PyPI into a virtual environment, once per version. */
async function installLinter(): Promise<string> {
  const dir = path.resolve(`.waywiser/cache/cfn-lint-${VERSION}`);
  const ready = path.join(dir, 'installed');
  if (!existsSync(ready)) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(path.dirname(dir), { recursive: true });
    const limits = { timeout: INSTALL_DEADLINE_MS };
    await execute('python3', ['-m', 'venv', dir], limits);
    const pip = ['-m', 'pip', 'install', '--quiet', `cfn-lint==${VERSION}`];
    await execute(path.join(dir, 'bin/python'), pip, limits);
    writeFileSync(ready, '');
  }

  return path.join(dir, 'bin/cfn-lint');
}

interface Linted {
  readonly code: number;
  readonly stdout: string;
}

async function lint(files: readonly string[]): Promise<Linted> {
  const linter = await installLinter();

  return execute(linter, ['--ignore-checks', REDUNDANT_DEPENDENCY, '--', ...files], {
    timeout: LINT_DEADLINE_MS,
  }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: Linted) => ({ code: error.code, stdout: error.stdout }),
  );
}

describe('cfn-lint', () => {
  test(
    'finds nothing in any template, nested ones included',
    async () => {
      const outdir = path.join(shop.dir, 'cdk.out');
      const app = new App({ outdir, builtinCloudFormationValidation: false });
      waywiserStacks(app, fullDeployment(shop));
      app.synth();
      const files = readdirSync(outdir)
        .filter((file) => file.endsWith('.template.json'))
        .map((file) => path.join(outdir, file));

      const { code, stdout } = await lint(files);

      process.stdout.write(`  ${files.length} templates\n`);
      expect(stdout).toBe('');
      expect(code).toBe(0);
    },
    INSTALL_DEADLINE_MS + LINT_DEADLINE_MS,
  );
});
