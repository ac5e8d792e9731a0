import { readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { CHECKS } from '../../core/journey/checks/all-checks.ts';
import { defineConfig } from '../../core/journey/config.ts';
import {
  apiJourney,
  browserJourney,
  cron,
  DEFINITION_MARK,
  every,
  monthly,
  rate,
  weekly,
} from '../../core/journey/definition.ts';
import type { Exported, InspectReply, InspectRequest, LiveThing } from './inspection.ts';
import { startStuckWatch, watchMainThread } from './stuck-watch.ts';

// Entry of the inspecting process. It evaluates the project's files, which may hang, exit or run out of
// memory; the parent process detects that and survives.

/** Thrown instead of exiting the process, so that the stack shows the line that called exit. */
class ExitWanted extends Error {}

let exitWanted: ExitWanted | null = null;

const api = {
  ...CHECKS,
  apiJourney,
  browserJourney,
  cron,
  defineConfig,
  every,
  monthly,
  rate,
  weekly,
  expect: anything(),
};

process.exit = (code) => {
  exitWanted = new ExitWanted(`process.exit(${code ?? ''})`);
  throw exitWanted;
};

// Errors of code that one file leaves running must not end the process for later files.
process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

if (!watchMainThread()) serve();

function serve(): void {
  const watch = startStuckWatch(__filename);
  process.on('message', (request: InspectRequest) => {
    watch.begin(request.deadlineMs);
    const reply = answer(request);
    // After the microtasks: endless promises of a file must be detected before the next file starts.
    setImmediate(() => {
      watch.end();
      process.send?.(reply);
    });
  });
}

function answer({ id, bundlePath }: InspectRequest): InspectReply {
  exitWanted = null;
  try {
    const exported = describeExport(evaluate(bundlePath));
    if (exitWanted !== null) return refusal(id, exitWanted);

    return { id, kind: 'exported', exported };
  } catch (error) {
    return refusal(id, exitWanted ?? error);
  }
}

function refusal(id: number, error: unknown): InspectReply {
  return {
    id,
    kind: 'threw',
    message: messageOf(error),
    stack: error instanceof Error && typeof error.stack === 'string' ? error.stack : null,
    exited: error instanceof ExitWanted,
  };
}

function messageOf(error: unknown): string {
  if (error instanceof ExitWanted) return error.message;
  if (error instanceof Error) return `${error.name}: ${error.message}`;

  return typeof error === 'string' ? `"${error}"` : String(error);
}

function evaluate(bundlePath: string): unknown {
  const exported: { default?: unknown } = {};
  const module: { exports: unknown } = { exports: exported };
  const nodeRequire = createRequire(bundlePath);
  const code = compileFunction(
    readFileSync(bundlePath, 'utf8'),
    ['exports', 'require', 'module', '__filename', '__dirname'],
    { filename: bundlePath },
  );
  code(exported, requireBuiltin, module, bundlePath, '');

  return module.exports;

  function requireBuiltin(id: string): unknown {
    if (id === 'waywiser') return api;
    if (id.startsWith('node:') || builtinModules.includes(id)) return nodeRequire(id);
    throw new Error(`Cannot import "${id}": a journey sees the package "waywiser" as a whole only`);
  }
}

function describeExport(exports: unknown): Exported {
  const value = defaultOf(exports);
  if (value === undefined) return { kind: 'nothing' };
  if (!isMarked(value)) return { kind: 'value', value: plainCopy(value) };

  return {
    kind: 'journey',
    journeyKind: value['kind'],
    check: value['check'],
    name: plainCopy(value['name']),
    options: plainCopy(value['options']),
    body: typeof value['body'] === 'function' ? 'a function' : typeof value['body'],
  };
}

function defaultOf(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null) return exports;
  if ('default' in exports) return exports.default;

  // ES module exports converted by the bundler; otherwise `module.exports = …`.
  return '__esModule' in exports || Object.keys(exports).length === 0 ? undefined : exports;
}

function isMarked(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && 'mark' in value && value.mark === DEFINITION_MARK
  );
}

/** Replaces `expect` at the top level of files: every property and call returns itself. */
function anything(): unknown {
  const proxy: unknown = new Proxy(() => undefined, {
    get: (_target, key) => (typeof key === 'symbol' ? undefined : proxy),
    apply: () => proxy,
  });

  return proxy;
}

/** Limit of nesting, deeper than any option, against endless structures. */
const MAX_DEPTH = 32;
const MAX_ENTRIES = 10_000;

/**
 * Copies a value as plain data for another process. Functions, symbols, class instances
 * and circular references become {@link LiveThing}s with a description; getters are read once.
 */
function plainCopy(value: unknown): unknown {
  return copy(value, []);
}

function copy(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'function') return liveThing('a function');
  if (typeof value === 'symbol') return liveThing('a symbol');
  if (typeof value === 'bigint') return liveThing(`the bigint ${value}n`);
  if (typeof value === 'object' && value !== null) return copyObject(value, above);

  return value;
}

function copyObject(value: object, above: readonly object[]): unknown {
  if (above.includes(value)) return liveThing('a circular reference');
  if (above.length >= MAX_DEPTH) return liveThing('something nested too deeply');

  const inside = [...above, value];
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).map((item: unknown) => copy(item, inside));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    return liveThing(`an instance of ${value.constructor.name}`);
  }
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);

  return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, inside)]));
}

function liveThing(name: string): LiveThing {
  return { waywiserLiveThing: name };
}
