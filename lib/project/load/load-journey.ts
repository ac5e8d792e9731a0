import type { CheckKind } from '../../core/journey/checks/probe.ts';
import type { Problem } from '../../core/journey/problem.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';
import { nextSlots } from '../../core/schedule/slots.ts';
import type { Bundle } from '../compile/bundle-journey.ts';
import { MAX_JOURNEY } from '../schema/config-schema.ts';
import { accessIssues } from './access-issues.ts';
import { journeyStem, readablePath } from './find-journeys.ts';
import type { Exported } from '../compile/inspection.ts';
import { crossChecks } from '../schema/journey-checks.ts';
import {
  checkedDays,
  checkKindOf,
  checkOptions as optionsOfCheck,
} from '../schema/check-schemas.ts';
import { apiOptions, browserOptions, knownOptions } from '../schema/journey-schema.ts';
import { makePlan, type ValidOptions } from './make-plan.ts';
import {
  type OptionIssue,
  type OptionNaming,
  optionIssue,
  optionIssues,
  shown,
} from '../schema/option-issues.ts';
import { resourceName } from '../schema/option-schemas.ts';
import { type LoadContext, problemsIn, readFile } from './read-file.ts';

/** A journey file after loading: its name, and either a journey or problems. */
export interface LoadedJourney {
  /** Absolute. */
  readonly file: string;
  /** The journey's name, or the file's where the journey has none. */
  readonly name: string;
  /** Whether the name was read from the journey. */
  readonly isNamed: boolean;
  readonly journey: RunnableJourney | null;
  readonly problems: readonly Problem[];
}

/** What loading a journey depends on, the same for all journeys of a project. */
export interface JourneyFrame {
  readonly context: LoadContext;
  readonly config: ResolvedConfig;
  readonly baseUrlOverride: string | null;
  readonly deviceNames: readonly string[];
  readonly nowMs: number;
}

type Definition = Extract<Exported, { kind: 'journey' }>;

const nameSchema = resourceName(MAX_JOURNEY);

/** Bundles, evaluates and checks one journey file. Every error becomes a problem; it never throws. */
export async function loadJourney(file: string, frame: JourneyFrame): Promise<LoadedJourney> {
  const stem = journeyStem(file);
  const read = await readFile(file, stem, frame.context);
  if (read.kind === 'problems') {
    return { file, name: stem, isNamed: false, journey: null, problems: read.problems };
  }
  const { exported, bundle } = read;
  if (exported.kind !== 'journey') {
    const problems = located(file, [noJourney(exported)], { name: stem, frame });
    return { file, name: stem, isNamed: false, journey: null, problems };
  }

  return checkedJourney(exported, bundle, frame);
}

function checkedJourney(
  definition: Definition,
  bundle: Bundle,
  frame: JourneyFrame,
): LoadedJourney {
  const { file } = bundle;
  const named = nameSchema.safeParse(definition.name);
  const isNamed = typeof definition.name === 'string';
  const name = typeof definition.name === 'string' ? definition.name : journeyStem(file);
  const checked = checkOptions(definition, frame);
  const issues = [
    ...(named.success ? [] : [nameIssue(definition.name)]),
    ...checked.issues,
    ...bodyIssues(definition),
  ];
  if (checked.valid === null || issues.length > 0) {
    const problems = located(file, issues, { name, frame });
    return { file, name, isNamed, journey: null, problems };
  }
  const plan = makePlan(checked.valid, {
    name,
    file: readablePath(file, frame.context.projectDir),
    version: bundle.version,
    regions: frame.config.regions,
    baseUrl: frame.config.baseUrl,
    baseUrlOverride: frame.baseUrlOverride,
  });

  const homeless = accessIssues(plan);
  if (homeless.length > 0) {
    return {
      file,
      name,
      isNamed,
      journey: null,
      problems: located(file, homeless, { name, frame }),
    };
  }

  return { file, name, isNamed, journey: { plan, bundlePath: bundle.bundlePath }, problems: [] };
}

function checkOptions(
  { journeyKind, check, options }: Definition,
  frame: JourneyFrame,
): { readonly valid: ValidOptions | null; readonly issues: readonly OptionIssue[] } {
  const kind = journeyKind === 'browser' ? 'browser' : 'api';
  const parsed = validate(kind, checkKindOf(check), options);
  const issues = [
    ...(parsed.kind === 'valid' ? [] : parsed.issues),
    ...crossChecks(options, {
      kind,
      defaultRegions: frame.config.regions,
      deviceNames: frame.deviceNames,
    }),
    ...(parsed.kind === 'valid' ? endedSchedule(parsed.valid, frame.nowMs) : []),
  ];

  return { valid: parsed.kind === 'valid' ? parsed.valid : null, issues };
}

type Validated =
  | { readonly kind: 'valid'; readonly valid: ValidOptions }
  | { readonly kind: 'issues'; readonly issues: readonly OptionIssue[] };

function validate(kind: JourneyKind, check: CheckKind | null, options: unknown): Validated {
  if (kind === 'api') {
    const schema = check === null ? apiOptions : optionsOfCheck(check);
    const parsed = schema.safeParse(options);
    return parsed.success
      ? {
          kind: 'valid',
          valid: { kind, options: parsed.data, days: checkedDays(check, parsed.data) },
        }
      : { kind: 'issues', issues: optionIssues(parsed.error.issues, options, namingOf(schema)) };
  }
  const parsed = browserOptions.safeParse(options);

  return parsed.success
    ? { kind: 'valid', valid: { kind, options: parsed.data } }
    : {
        kind: 'issues',
        issues: optionIssues(parsed.error.issues, options, namingOf(browserOptions)),
      };
}

function namingOf(schema: typeof apiOptions | typeof browserOptions): OptionNaming {
  return {
    known: (path) => knownOptions(schema, path),
    hint: (name) => otherKindHint(schema, name),
  };
}

function otherKindHint(
  schema: typeof apiOptions | typeof browserOptions,
  name: string,
): string | null {
  if (schema === browserOptions || !knownOptions(browserOptions, []).includes(name)) return null;

  return 'an API journey has no browser; expected it only in a browserJourney';
}

/** A cron schedule whose years have passed would never run, without an error in AWS. */
function endedSchedule({ options }: ValidOptions, nowMs: number): readonly OptionIssue[] {
  const { schedule } = options;
  const series = { journey: '', region: '' };
  if (nextSlots(schedule, series, { afterMs: nowMs, count: 1 }).length > 0) return [];
  const expression = schedule.kind === 'cron' ? schedule.expression : '';

  return [
    optionIssue(
      ['schedule', 'expression'],
      `Cannot read schedule "${expression}": its last run is in the past; expected a schedule with future runs`,
    ),
  ];
}

function noJourney(exported: Exclude<Exported, { kind: 'journey' }>): OptionIssue {
  const found =
    exported.kind === 'nothing' ? 'no default export' : 'a default export that is not a journey';

  return optionIssue(
    [],
    `Found ${found}; expected \`export default apiJourney(…)\` or \`export default browserJourney(…)\``,
  );
}

function nameIssue(name: unknown): OptionIssue {
  const message = `Cannot use ${shown(name, ['name'])}: expected at most ${MAX_JOURNEY} letters, digits and "-", beginning and ending with a letter or digit`;

  return { target: { root: 'name', path: [], part: 'value' }, path: 'name', message };
}

function bodyIssues({ body }: Definition): readonly OptionIssue[] {
  if (body === 'a function') return [];
  const message = `Found no function (${body}) after the options; expected the steps of the journey, such as async ({ http }) => { … }`;

  return [{ target: { root: 'body', path: [], part: 'value' }, path: null, message }];
}

function located(
  file: string,
  issues: readonly OptionIssue[],
  about: { readonly name: string; readonly frame: JourneyFrame },
): readonly Problem[] {
  return problemsIn(file, issues, {
    journey: about.name,
    projectDir: about.frame.context.projectDir,
  });
}
