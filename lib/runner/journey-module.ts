import { builtinModules, createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { CHECKS } from '../core/journey/checks/all-checks.ts';
import { defineConfig } from '../core/journey/config.ts';
import {
  apiJourney,
  browserJourney,
  cron,
  DEFINITION_MARK,
  every,
  type JourneyDefinition,
  monthly,
  rate,
  weekly,
} from '../core/journey/definition.ts';
import { errorText } from '../core/base/error-text.ts';
import { RunFailure } from '../core/record/outcome.ts';
import type { AttemptOrder } from './protocol.ts';

/** The exports of 'waywiser' inside a journey. */
export function journeyApi(expect: unknown): Readonly<Record<string, unknown>> {
  const journeys = { apiJourney, browserJourney, ...CHECKS };
  const schedules = { cron, every, monthly, rate, weekly };

  return { ...journeys, ...schedules, defineConfig, expect };
}

/**
 * Evaluates a journey's bundle and returns its definition. Throws what the bundle throws, a RunFailure
 * `journey.config` if it exports no journey, and `monitor.disk` if the file is damaged or cannot be read.
 */
export function evaluateBundle(
  { request: { bundlePath }, bundleFile }: Pick<AttemptOrder, 'request' | 'bundleFile'>,
  api: Readonly<Record<string, unknown>>,
): JourneyDefinition {
  const exported: { default?: unknown } = {};
  const module = { exports: exported };
  const evaluate = compiledBundle(bundleFile, bundlePath);
  evaluate(exported, requireFor(bundlePath, api), module, bundlePath, '');
  const definition: unknown = module.exports.default;
  if (!isDefinition(definition)) {
    throw new RunFailure(
      'journey.config',
      'The file exports no journey; expected `export default apiJourney(…)` or `browserJourney(…)`',
    );
  }

  return definition;
}

/** The bundle's code as a function. The bundler writes no file that is empty or cannot be parsed. */
function compiledBundle(file: string, bundlePath: string): Function {
  try {
    const code = readFileSync(file, 'utf8');
    if (code.trim() === '') throw new SyntaxError('it is empty');

    return compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
      filename: bundlePath,
    });
  } catch (error) {
    throw new RunFailure(
      'monitor.disk',
      `Cannot read the compiled journey "${bundlePath}": ${errorText(error)}`,
      { cause: error },
    );
  }
}

function requireFor(
  bundlePath: string,
  api: Readonly<Record<string, unknown>>,
): (id: string) => unknown {
  const nodeRequire = createRequire(bundlePath);

  return (id) => {
    if (id === 'waywiser') return api;
    if (id.startsWith('node:') || builtinModules.includes(id)) return nodeRequire(id);
    throw new RunFailure('journey.config', `Cannot import "${id}": it is not in the bundle`);
  };
}

function isDefinition(value: unknown): value is JourneyDefinition {
  return (
    typeof value === 'object' && value !== null && 'mark' in value && value.mark === DEFINITION_MARK
  );
}
