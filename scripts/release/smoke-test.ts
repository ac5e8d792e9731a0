import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './command.ts';

/**
 * Packs the package, installs the tarball in an empty folder and uses it there: its version, a new
 * project, and the validation of that project. Returns the path of the tarball.
 */
export function packAndTry(version: string): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'waywiser-release-'));
  run('npm', ['pack', '--silent', '--pack-destination', dir]);
  const tarball = path.join(dir, readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '');
  const project = path.join(dir, 'project');
  mkdirSync(project);
  run('npm', ['init', '-y'], project);
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], project);
  const installed = waywiserIn(project, '--version');
  if (installed !== version) {
    throw new Error(`Cannot release ${version}: the packed command says that it is ${installed}`);
  }
  waywiserIn(project, 'init');
  waywiserIn(project, 'validate');
  rmSync(project, { recursive: true });

  return tarball;
}

function waywiserIn(project: string, argument: string): string {
  return run('npx', ['--no-install', 'waywiser', argument], project);
}
