import { existsSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import { configSchema, knownConfigOptions, stageName } from '../schema/config-schema.ts';
import { readablePath } from './find-journeys.ts';
import type { Exported } from '../compile/inspection.ts';
import { optionIssue, optionIssues } from '../schema/option-issues.ts';
import { nearestOf } from '../schema/option-schemas.ts';
import { type LoadContext, problemsIn, readFile } from './read-file.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { CONFIG_DEFAULTS } from '../../core/journey/defaults.ts';
import {
  DEFAULT_EVIDENCE_RETENTION_DAYS,
  DEFAULT_RUN_RETENTION_DAYS,
} from '../../core/store/retention.ts';

/** The configuration and its problems; invalid options have their defaults. */
export interface LoadedConfig {
  readonly config: ResolvedConfig;
  /** The stage that the file names, whichever is in use. */
  readonly ownStage: string;
  readonly problems: readonly Problem[];
}

/** Options of the command line that override the configuration file. */
interface ConfigOverrides {
  readonly stage?: string;
  readonly baseUrl?: string;
}

type ConfigOptions = z.output<typeof configSchema>;

const CONFIG_FILES = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `waywiser.config.${ending}`);

/** Reads `waywiser.config.ts` from the project's folder; without one, every option has its default. */
export async function loadConfig(
  context: LoadContext,
  overrides: ConfigOverrides,
): Promise<LoadedConfig> {
  const file = CONFIG_FILES.map((name) => path.join(context.projectDir, name)).find(existsSync);
  const read = file === undefined ? null : await readOptions(file, context);
  const options = read?.options ?? {};
  const fileName = file === undefined ? null : readablePath(file, context.projectDir);
  const given = overrideProblems(options, overrides);

  return {
    config: resolveConfig(options, fileName, overrides),
    ownStage: options.stage ?? CONFIG_DEFAULTS.stage,
    problems: [...(read?.problems ?? []), ...given],
  };
}

async function readOptions(
  file: string,
  context: LoadContext,
): Promise<{ readonly options: ConfigOptions; readonly problems: readonly Problem[] }> {
  const read = await readFile(file, null, context);
  if (read.kind === 'problems') return { options: {}, problems: read.problems };

  const given = configValue(read.exported);
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return { options: parsed.data, problems: [] };
  const issues =
    given === undefined
      ? [optionIssue([], 'Found no default export; expected `export default defineConfig({ … })`')]
      : optionIssues(parsed.error.issues, given, { known: knownConfigOptions });

  return {
    options: validPart(given),
    problems: problemsIn(file, issues, { journey: null, projectDir: context.projectDir }),
  };
}

function configValue(exported: Exported): unknown {
  switch (exported.kind) {
    case 'nothing':
      return undefined;
    case 'journey':
      return 'a journey';
    case 'value':
      return exported.value;
  }
}

/** The options that are valid on their own, so that one problem does not hide others. */
function validPart(given: unknown): ConfigOptions {
  if (typeof given !== 'object' || given === null) return {};
  const kept = Object.entries(given).filter(
    ([key, value]) => configSchema.safeParse({ [key]: value }).success,
  );
  const parsed = configSchema.safeParse(Object.fromEntries(kept));

  return parsed.success ? parsed.data : {};
}

function resolveConfig(
  options: ConfigOptions,
  file: string | null,
  overrides: ConfigOverrides,
): ResolvedConfig {
  const { baseUrls = {}, maintenance = [], allowPrivate = [], controlNames = [] } = options;
  const stage = overrides.stage ?? options.stage ?? CONFIG_DEFAULTS.stage;

  return {
    file,
    stage,
    ...placesOf(options),
    baseUrls,
    baseUrl: overrides.baseUrl ?? new Map(Object.entries(baseUrls)).get(stage) ?? null,
    journeys: options.journeys ?? CONFIG_DEFAULTS.journeys,
    localTarget: localTargetOf(options),
    maintenance: maintenance.map(windowOf),
    allowPrivate,
    controlNames,
    ...keptOf(options),
    ...deployedOf(options),
  };
}

function placesOf({ home, regions }: ConfigOptions): Pick<ResolvedConfig, 'home' | 'regions'> {
  const resolved = home ?? regions?.[0] ?? CONFIG_DEFAULTS.home;

  return { home: resolved, regions: regions ?? [resolved] };
}

function localTargetOf({ localTarget }: ConfigOptions): ResolvedConfig['localTarget'] {
  if (localTarget === undefined) return null;
  const { command, url, timeout } = localTarget;

  return { command, url, timeoutMs: timeout ?? CONFIG_DEFAULTS.localTargetMs };
}

function windowOf(
  window: NonNullable<ConfigOptions['maintenance']>[number],
): ResolvedConfig['maintenance'][number] {
  const { from, to, schedule, duration, journeys, reason } = window;
  const times =
    schedule === undefined || duration === undefined
      ? { from: from ?? '', to: to ?? '' }
      : { schedule, durationMs: duration };

  return {
    ...times,
    ...(journeys === undefined ? {} : { journeys }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function notifyOf(notify: ConfigOptions['notify']): ResolvedConfig['notify'] {
  if (notify === undefined) return { emails: [], webhooks: [], isUnset: true };

  return { emails: notify.emails ?? [], webhooks: notify.webhooks ?? [] };
}

function keptOf({
  notify,
  retention,
  tags,
}: ConfigOptions): Pick<ResolvedConfig, 'notify' | 'retention' | 'tags'> {
  return {
    notify: notifyOf(notify),
    retention: {
      runsMs: retention?.runs ?? DEFAULT_RUN_RETENTION_DAYS * DAY_MS,
      evidenceMs: retention?.evidence ?? DEFAULT_EVIDENCE_RETENTION_DAYS * DAY_MS,
    },
    tags: tags ?? {},
  };
}

function deployedOf(
  options: ConfigOptions,
): Pick<ResolvedConfig, 'account' | 'secrets' | 'chromium' | 'memoryMb' | 'limits' | 'runbookUrl'> {
  const { account, secrets, chromium, memory, limits = {}, runbookUrl } = options;

  return {
    account: account ?? null,
    secrets: secrets ?? {},
    chromium: chromium ?? 'layer',
    memoryMb: {
      api: memory?.api ?? CONFIG_DEFAULTS.memoryMb.api,
      browser: memory?.browser ?? CONFIG_DEFAULTS.memoryMb.browser,
    },
    limits,
    runbookUrl: runbookUrl ?? null,
  };
}

function overrideProblems(options: ConfigOptions, given: ConfigOverrides): readonly Problem[] {
  return [stageProblem(options, given.stage), baseUrlProblem(given.baseUrl)].flatMap((message) =>
    message === null ? [] : [commandLineProblem(message)],
  );
}

function stageProblem({ baseUrls, stage }: ConfigOptions, given?: string): string | null {
  if (given === undefined) return null;
  const parsed = stageName.safeParse(given);
  if (!parsed.success) {
    return `Cannot use "${given}" as --stage: ${parsed.error.issues[0]?.message ?? ''}`;
  }
  const own = stage === undefined ? [] : [stage];
  const known = [...new Set([...Object.keys(baseUrls ?? {}), ...own])];
  if (baseUrls === undefined || known.includes(given)) return null;
  const expected = nearestOf(given, known) ?? `one of ${known.join(', ')}`;

  return `Cannot use "${given}" as --stage: waywiser.config.ts has no base URL for it; expected ${expected}`;
}

function baseUrlProblem(given?: string): string | null {
  const isHttp = given === undefined || /^https?:\/\//i.test(given);
  if (given === undefined || (isHttp && URL.canParse(given))) return null;

  return `Cannot use "${given}" as --base-url: it is not an HTTP URL; expected one such as "https://shop.example"`;
}
