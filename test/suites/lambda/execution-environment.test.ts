import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  ExecutionEnvironment,
  type FunctionOptions,
} from '../../support/lambda-runtime/execution-environment.ts';
import { type LambdaHost, prepareHost } from '../../support/lambda-runtime/host.ts';
import { lambdaTools } from '../../support/lambda-runtime/tools.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const INSTALL_MS = 600_000;

let host: LambdaHost;
let dir = '';
let remove: () => Promise<void>;
const opened: ExecutionEnvironment[] = [];

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  const noLayer = path.join(dir, 'no-layer');
  mkdirSync(noLayer);
  host = prepareHost(lambdaTools(), noLayer);
}, INSTALL_MS);

afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (environment) => environment.close()));
});

afterAll(async () => {
  host.remove();
  await remove();
});

async function started(
  source: string,
  options: Partial<FunctionOptions> = {},
): Promise<ExecutionEnvironment> {
  const codeDir = path.join(dir, `code-${opened.length}-${Date.now()}`);
  mkdirSync(codeDir);
  writeFileSync(path.join(codeDir, 'index.cjs'), source);
  const environment = new ExecutionEnvironment(host, {
    name: 'waywiser-test',
    codeDir,
    memoryMb: 256,
    timeoutMs: 3_000,
    env: {},
    ...options,
  });
  opened.push(environment);

  return environment.start();
}

describe('ExecutionEnvironment', () => {
  test('runs a handler on Node 24 with its deadline, and keeps it warm', async () => {
    const environment = await started(`
      let count = 0;
      exports.handler = async (event, context) => ({
        event, count: ++count, node: process.versions.node.split('.')[0],
        left: Math.round(context.getRemainingTimeInMillis() / 1000), arn: context.invokedFunctionArn,
      });`);

    const first = await environment.invoke({ a: 1 });
    const second = await environment.invoke({ a: 2 });

    const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:waywiser-test:live';
    expect([first, second].map(({ payload }) => JSON.parse(payload ?? 'null'))).toEqual([
      { event: { a: 1 }, count: 1, node: '24', left: 3, arn },
      { event: { a: 2 }, count: 2, node: '24', left: 3, arn },
    ]);
  });

  test('reports what a handler throws as a failed invocation', async () => {
    const environment = await started(
      `exports.handler = async () => { throw new RangeError('too far'); };`,
    );

    const { error } = await environment.invoke({});

    expect(error).toEqual({ errorType: 'RangeError', errorMessage: 'too far' });
  });

  test('reports an error of the initialisation', async () => {
    const environment = await started(`throw new TypeError('no table');`);

    expect(environment.initError).toEqual({ errorType: 'TypeError', errorMessage: 'no table' });
  });

  test('ends a handler that overruns, with its children', async () => {
    const environment = await started(
      `const { spawn } = require('node:child_process');
       exports.handler = async () => { spawn('sleep', ['60'], { detached: true }); await new Promise(() => {}); };
       setInterval(() => {}, 1000);`,
      { timeoutMs: 500 },
    );

    const { error } = await environment.invoke({});

    expect(error).toMatchObject({ errorType: 'Sandbox.Timedout' });
    await environment.close();
    expect(environment.processes()).toEqual([]);
  });

  test('ends a function whose processes take more memory than it has', async () => {
    const environment = await started(
      `exports.handler = async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(8e6, 1)); await null; } };`,
      { memoryMb: 160 },
    );

    const { error } = await environment.invoke({});

    expect(error).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: signal: killed',
    });
  });

  test('reports a process that exits', async () => {
    const environment = await started(`exports.handler = async () => process.exit(7);`);

    const { error } = await environment.invoke({});

    expect(error?.errorMessage).toBe('Runtime exited with error: exit status 7');
  });

  test('lets a function write to its temporary folder alone', async () => {
    const environment = await started(`
      const fs = require('node:fs'), os = require('node:os'), path = require('node:path');
      const written = (dir) => { try { fs.writeFileSync(path.join(dir, 'x'), ''); return true; } catch (e) { return e.code; } };
      exports.handler = async () => [written(os.tmpdir()), written(process.env.LAMBDA_TASK_ROOT)];`);

    const { payload } = await environment.invoke({});

    expect(JSON.parse(payload ?? 'null')).toEqual([true, 'EACCES']);
  });
});
