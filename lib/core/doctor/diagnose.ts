import { mapBounded } from '../base/map-bounded.ts';
import { stageNames } from '../deploy/names.ts';
import { stageStacks } from '../deploy/stage-stacks.ts';
import { AccountCallError } from './account-call-error.ts';
import { bootstrapFacts, concurrencyFacts, identityFacts } from './account-rules.ts';
import { type Check, CHECK_IDS, type CheckResult, gathered, madeCheck, resultOf } from './check.ts';
import type { DoctorFact } from './doctor-fact.ts';
import type { DeployedStack, DoctorPorts, RegionReader } from './doctor-ports.ts';
import {
  type DoctorSubject,
  plansIn,
  runRegions,
  secretsOf,
  webhookSecretsOf,
} from './doctor-subject.ts';
import { secretFacts } from './function-rules.ts';
import { homeChecks } from './home-checks.ts';
import { regionChecks } from './region-checks.ts';
import { stackFacts } from './stack-rules.ts';

/** All that the doctor found out about a stage. */
export interface Diagnosis {
  readonly stage: string;
  readonly home: string;
  /** Twelve digits; null: there are no credentials that work. */
  readonly account: string | null;
  /** Null: it is not known. */
  readonly deployed: boolean | null;
  /** In the order of {@link CHECK_IDS}, by region. */
  readonly checks: readonly CheckResult[];
}

/** Called after each check with the number of checks made and to be made; both grow. */
export type CheckProgress = (made: number, all: number) => void;

/** Checks at once, of all regions together. */
const CHECKS_AT_ONCE = 12;

/**
 * Compares an account with a project: makes every check that applies, several at once. Without credentials that
 * work, or in another account than the project's, only that is checked. Never rejects for what AWS answers.
 */
export async function diagnose(
  subject: DoctorSubject,
  ports: DoctorPorts,
  onProgress: CheckProgress = () => undefined,
): Promise<Diagnosis> {
  const { stage, home, account: expected } = subject.config;
  const readers = openReaders(ports);
  try {
    const reader = readers.of(home);
    let account: string | null = null;
    const credentials = await madeCheck(
      {
        id: 'credentials',
        region: home,
        read: async () => {
          const identity = await reader.identity();
          account = identity.account;

          return identityFacts(identity, expected);
        },
      },
      ports,
    );
    if (credentials.result !== 'ok' || account === null) {
      return { stage, home, account, deployed: null, checks: [credentials] };
    }
    const found = await findStage(subject, reader);
    const checks = checksOf(subject, { account, found, readers, nowMs: ports.clock.epochMs() });
    let made = 0;
    const results = await mapBounded(checks, CHECKS_AT_ONCE, async (check) => {
      const result = await madeCheck(check, ports);
      made += 1;
      onProgress(made, checks.length);

      return result;
    });

    return {
      stage,
      home,
      account,
      deployed: found.deployed,
      checks: inOrder([credentials, ...results]),
    };
  } finally {
    readers.close();
  }
}

/** Readers of regions, each opened once. */
interface Readers {
  readonly of: (region: string) => RegionReader;
  readonly close: () => void;
}

function openReaders({ readerOf }: Pick<DoctorPorts, 'readerOf'>): Readers {
  const open = new Map<string, RegionReader>();

  return {
    of: (region) => {
      const reader = open.get(region) ?? readerOf(region);
      open.set(region, reader);

      return reader;
    },
    close: () => {
      for (const reader of open.values()) reader.close();
    },
  };
}

/** What is deployed of a stage at all. */
interface FoundStage {
  readonly deployed: boolean | null;
  readonly createdAtMs: number;
  /** Regions in which the stage ran once; facts about what could not be read. */
  readonly formerRegions: readonly string[];
  readonly facts: readonly DoctorFact[];
}

async function findStage(subject: DoctorSubject, reader: RegionReader): Promise<FoundStage> {
  const { stage } = subject.config;
  const names = new Set(stageStacks(subject.config, subject.plans).map(({ name }) => name));
  const seen: { stacks: readonly DeployedStack[] | null; regions: readonly string[] } = {
    stacks: null,
    regions: [],
  };
  const facts = await gathered([
    async () => {
      const stacks = await reader.stacks();
      seen.stacks = stacks.filter((each) => each.stage === stage || names.has(each.name));
      if (seen.stacks.length > 0) {
        seen.regions = await reader.recordedRegions(stageNames(stage).table);
      }

      return [];
    },
  ]);
  const since = (seen.stacks ?? []).map(({ createdAtMs }) => createdAtMs);

  return {
    deployed: seen.stacks === null ? null : seen.stacks.length > 0,
    createdAtMs: since.length === 0 ? 0 : Math.min(...since),
    formerRegions: seen.regions,
    facts,
  };
}

interface Scene {
  readonly account: string;
  readonly found: FoundStage;
  readonly readers: Readers;
  readonly nowMs: number;
}

function checksOf(subject: DoctorSubject, scene: Scene): readonly Check[] {
  const { home } = subject.config;
  const { account, found, readers, nowMs } = scene;
  const running = runRegions(subject);
  const regions = [...new Set([home, ...running])];
  const former = found.formerRegions.filter((region) => !regions.includes(region));
  const early = [
    ...regions.flatMap((region) => accountChecks(region, subject, scene)),
    ...[...regions, ...former].map((region) => stackCheck(region, subject, scene)),
    secretCheck(subject, scene),
  ];
  if (found.deployed === false) return early;
  const frame = { account, nowMs };

  return [
    ...early,
    ...running.flatMap((region) =>
      regionChecks(subject, { ...frame, region, reader: readers.of(region) }),
    ),
    ...homeChecks(subject, {
      ...frame,
      region: home,
      reader: readers.of(home),
      createdAtMs: found.createdAtMs,
    }),
  ];
}

/** What a region needs before anything is deployed. */
function accountChecks(
  region: string,
  subject: DoctorSubject,
  { account, readers, nowMs }: Scene,
): readonly Check[] {
  const reader = readers.of(region);
  const isHome = region === subject.config.home;

  return [
    { id: 'region', region, read: async () => regionFacts(reader, region) },
    {
      id: 'bootstrap',
      region,
      read: async () => bootstrapFacts(await reader.bootstrapVersion(), { account, region }),
    },
    {
      id: 'concurrency',
      region,
      read: async () => {
        const project = { plans: plansIn(region, subject), region, isHome };

        return concurrencyFacts(await reader.concurrency(), project, nowMs);
      },
    },
  ];
}

/** Credentials that work at home are rejected by regions that the account has not enabled. */
async function regionFacts(reader: RegionReader, region: string): Promise<readonly DoctorFact[]> {
  try {
    await reader.identity();

    return [];
  } catch (error) {
    if (error instanceof AccountCallError && error.problem === 'rejected') {
      return [{ code: 'region-off', region }];
    }
    throw error;
  }
}

function stackCheck(region: string, subject: DoctorSubject, { found, readers }: Scene): Check {
  const { stage, home } = subject.config;
  const names = stageStacks(subject.config, subject.plans)
    .filter((stack) => stack.region === region)
    .map(({ name }) => name);

  return {
    id: 'stacks',
    region,
    read: async () => {
      const facts = region === home ? found.facts : [];
      // Then these facts say what could not be read.
      if (region === home && found.deployed === null) return facts;
      const stacks = await readers.of(region).stacks();
      if (found.deployed === false && region === home) return [{ code: 'not-deployed', stage }];
      const own = stackFacts(stacks, { region, stage, names, version: subject.version });

      // Before a first deployment, every stack is missing.
      return [
        ...facts,
        ...own.filter(({ code }) => found.deployed !== false || code !== 'stack-missing'),
      ];
    },
  };
}

function secretCheck(subject: DoctorSubject, { readers }: Scene): Check {
  const { home } = subject.config;
  const secrets = [...secretsOf(subject.plans, subject), ...webhookSecretsOf(subject)];

  return {
    id: 'secrets',
    region: home,
    read: async () =>
      gathered(
        secrets.map((secret) => async () => {
          const region = secret.arn.split(':')[3] ?? home;

          return secretFacts(secret, await readers.of(region).secret(secret.arn));
        }),
      ),
  };
}

/** The results in the order of the checks; parts of one check in one region are one result. */
function inOrder(checks: readonly CheckResult[]): readonly CheckResult[] {
  return CHECK_IDS.flatMap((id) => {
    const same = checks.filter((check) => check.id === id);
    const regions = [...new Set(same.map(({ region }) => region))];

    return regions.map((region) => {
      const facts = same.filter((each) => each.region === region).flatMap((each) => each.facts);

      return { id, region, facts, result: resultOf(facts) };
    });
  });
}
