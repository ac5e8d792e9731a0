import { builtinModules, createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { defineConfig } from '../core/journey/config.ts';
import {
  apiJourney,
  browserJourney,
  cron,
  DEFINITION_MARK,
  every,
  type JourneyDefinition,
  rate,
} from '../core/journey/definition.ts';
import { RunFailure } from '../core/record/outcome.ts';

/** The exports of 'waywiser' inside a journey. */
export function journeyApi(expect: unknown): Readonly<Record<string, unknown>> {
  return { apiJourney, browserJourney, cron, defineConfig, every, rate, expect };
}

/**
 * Evaluates a journey's bundle and returns its definition. Throws what the bundle throws, and a
 * RunFailure `journey.config` if it exports no journey.
 */
export function evaluateBundle(
  bundlePath: string,
  api: Readonly<Record<string, unknown>>,
): JourneyDefinition {
  const exported: { default?: unknown } = {};
  const module = { exports: exported };
  const evaluate = compileFunction(
    readFileSync(bundlePath, 'utf8'),
    ['exports', 'require', 'module', '__filename', '__dirname'],
    { filename: bundlePath },
  );
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
