import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What Lambda's nodejs24.x runtime consists of, as npm packages. */
export interface LambdaTools {
  /** The executable of Node 24. */
  readonly nodePath: string;
  /** Folder of AWS's runtime interface client. */
  readonly ricDir: string;
}

const PACKAGES = ['node@24.21.0', 'aws-lambda-ric@4.0.2'];
/** Building the client's native part takes a minute of it. */
const INSTALL_DEADLINE_MS = 600_000;
const FOLDER = path.resolve('node_modules/.cache/waywiser-ric', PACKAGES.join('+'));

/**
 * Installs Node 24 and the client, once: they are no dependencies of the project, because the client
 * wants a newer Node than the project does and builds itself with a compiler.
 */
export function lambdaTools(): LambdaTools {
  const tools = {
    nodePath: path.join(FOLDER, 'node_modules/node/bin/node'),
    ricDir: path.join(FOLDER, 'node_modules/aws-lambda-ric'),
  };
  if (!isInstalled(tools)) install();
  if (!isInstalled(tools)) throw new Error(`Installing ${PACKAGES.join(', ')} left no client`);

  return tools;
}

function isInstalled({ nodePath, ricDir }: LambdaTools): boolean {
  return existsSync(nodePath) && existsSync(path.join(ricDir, 'rapid-client.node'));
}

function install(): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts=false'];
  execFileSync('npm', ['install', '--prefix', FOLDER, ...flags, ...PACKAGES], {
    cwd: FOLDER,
    env: { ...process.env, ...ownHeaders() },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_DEADLINE_MS,
  });
}

/** The headers that came with this Node spare a download; the client's interface is that of all. */
function ownHeaders(): NodeJS.ProcessEnv {
  const prefix = path.dirname(path.dirname(realpathSync(process.execPath)));

  return existsSync(path.join(prefix, 'include/node/node_api.h'))
    ? { npm_config_nodedir: prefix }
    : {};
}
