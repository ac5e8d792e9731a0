import type { App } from 'aws-cdk-lib';
import { type Removal, removeStacks } from '../../../../lib/core/deploy/removal.ts';
import { orphanedStacks, stageStacks } from '../../../../lib/core/deploy/stage-stacks.ts';
import { AwsAccount } from '../../../support/aws/formation/account.ts';
import type { AssemblyStack } from '../../../support/aws/formation/assembly.ts';
import {
  deployAgain,
  type Project,
  publish,
  synthesised,
} from '../../../support/aws/formation/deploy-project.ts';
import type { StackResult } from '../../../support/aws/formation/deploy-stack.ts';
import { sameJson } from '../../../support/aws/formation/json.ts';
import type { FaultPoint } from '../../../support/aws/formation/operation.ts';
import type { ResourceLife } from '../../../support/aws/formation/resource-lives.ts';
import { deployedStacks, modelStageAccount } from '../../../support/aws/formation/stage-account.ts';
import type { PhysicalResource } from '../../../support/aws/formation/world.ts';
import type { YearEvent } from './project-year.ts';

/** What an event did and left in the account. */
export interface EventReport {
  readonly title: string;
  /** Actions of the last try of each stack, or what `prune` or `destroy` deleted. */
  readonly actions: number;
  /** Faults that were injected before, one at each creation, update or import of a resource. */
  readonly faults: number;
  /** Faults after whose rollback something was not as before. */
  readonly damage: readonly string[];
  /** Reasons of operations that failed without a fault. */
  readonly failures: readonly string[];
  /** Counts of what no stack of the app owns, by type. */
  readonly left: Readonly<Record<string, number>>;
  /** Schedules whose rhythm changed although that of their journey did not. */
  readonly unrelated: readonly string[];
}

const DAY_MS = 86_400_000;
const STAGE = 'prod';
const SCHEDULE = 'AWS::Scheduler::Schedule';
/** More actions than any stack of the year has. */
const MAX_ACTIONS = 400;

/** A project, its account and the templates of the product's version in use. */
interface Running {
  readonly account: AwsAccount;
  readonly project: Project;
  /** As it was deployed last. */
  readonly deployed: Project;
  readonly upgrade: (app: App) => void;
  readonly app: readonly string[];
}

/** What the operations of an event did. */
interface Operated extends Pick<EventReport, 'actions' | 'damage' | 'failures' | 'faults'> {
  readonly app: readonly string[];
}

/** A year that is over. */
export interface LivedYear {
  readonly account: AwsAccount;
  readonly reports: readonly EventReport[];
}

/**
 * Lives through events in a new account. Each deployment is first tried with a fault at each of its
 * actions, one after the other. Times of day differ from event to event.
 */
export async function liveYear(
  project: Project,
  events: readonly YearEvent[],
  startMs: number,
): Promise<LivedYear> {
  const account = new AwsAccount({ nowMs: startMs });
  let running: Running = {
    account,
    project,
    deployed: project,
    upgrade: () => undefined,
    app: [],
  };
  const reports: EventReport[] = [];
  for (const [index, event] of events.entries()) {
    account.moveTo(Math.max(account.nowMs, startMs + event.day * DAY_MS + index * 61_000));
    const { next, report } = await happened(running, event);
    running = next;
    reports.push(report);
  }

  return { account, reports };
}

async function happened(
  running: Running,
  event: YearEvent,
): Promise<{ readonly next: Running; readonly report: EventReport }> {
  const { account } = running;
  const before = account.timeline(SCHEDULE);
  const project = event.edit?.(running.project) ?? running.project;
  const upgrade = event.upgrade ?? running.upgrade;
  const { app, ...operation } = await operated({ ...running, project, upgrade }, event);
  const deployed = operation.failures.length === 0 ? project : running.deployed;
  fillBuckets(account);

  return {
    next: { account, project, deployed, upgrade, app },
    report: {
      title: event.title,
      ...operation,
      left: countsOf(leftIn(account, app)),
      unrelated:
        running.app.length === 0 || app.length === 0
          ? []
          : unrelatedChanges(before, { account, from: running.deployed, to: project }),
    },
  };
}

async function operated(running: Running, event: YearEvent): Promise<Operated> {
  if (event.deletes === undefined) return deployedWhole(running, event.adopts ?? false);
  const { account, project, app } = running;
  const found = deployedStacks(account, STAGE);
  const expected = stageStacks({ stage: STAGE, home: 'eu-west-1' }, project.plans);
  const isPruning = event.deletes === 'stale';
  const request = {
    stage: STAGE,
    stacks: isPruning ? orphanedStacks(found, expected) : found,
    deleteData: false,
  };
  const removals = await removeStacks(request, modelStageAccount(account), () => undefined);

  return {
    actions: removals.length,
    faults: 0,
    damage: [],
    failures: removals.flatMap(reasonOf),
    app: isPruning ? app : [],
  };
}

function reasonOf({ result }: Removal): readonly string[] {
  return result.kind === 'failed' ? [result.reason] : [];
}

function deployedWhole({ account, project, upgrade }: Running, adopts: boolean): Operated {
  const assembly = synthesised(project, { at: account.nowMs, change: upgrade });
  publish(account, assembly);
  const results: StackResult[] = [];
  const damage: string[] = [];
  let faults = 0;
  for (const stack of assembly.stacks) {
    const tried = triedAtEveryAction(account, stack, adopts);
    faults += tried.faults;
    damage.push(...tried.damage);
    results.push(tried.result);
    if (tried.result.reason !== null) break;
  }

  return {
    actions: results.reduce((sum, { events }) => sum + events.length, 0),
    faults,
    damage,
    failures: results.flatMap(({ reason }) => reason ?? []),
    app: assembly.stacks.map(({ name }) => name),
  };
}

/** Deploys a stack with a fault at its first action, its second and so on, until it succeeds. */
function triedAtEveryAction(account: AwsAccount, stack: AssemblyStack, importExisting: boolean) {
  const before = contentOf(account);
  const damage: string[] = [];
  for (let number = 1; number < MAX_ACTIONS; number += 1) {
    const result = deployAgain(account, stack, { importExisting, fault: faultAt(number) });
    if (result.reason !== INJECTED) return { result, damage, faults: number - 1 };
    const isWhole = result.status?.endsWith('ROLLBACK_COMPLETE') ?? false;
    if (!isWhole || contentOf(account) !== before) {
      damage.push(`${stack.name} at ${number}: ${result.status}`);
    }
  }
  throw new RangeError(`Cannot deploy ${stack.name}: it has more than ${MAX_ACTIONS} actions`);
}

const INJECTED = 'injected by the year';

/** Faults of the clean-up are left out: they leave orphans, and the update counts all the same. */
function faultAt(number: number): (point: FaultPoint) => string | null {
  return (point) =>
    point.number === number && !point.isRollback && point.action !== 'delete' ? INJECTED : null;
}

function contentOf(account: AwsAccount): string {
  return JSON.stringify(
    account
      .resources()
      .map(({ type, region, name, properties, owner }) => [type, region, name, properties, owner]),
  );
}

/** Runs store evidence soon after each deployment. */
function fillBuckets(account: AwsAccount): void {
  for (const { name } of account.resources('AWS::S3::Bucket')) {
    if (name.includes('-evidence-')) account.fill(name);
  }
}

/** Resources that no stack of the app owns, without what `cdk bootstrap` made. */
function leftIn(account: AwsAccount, app: readonly string[]): readonly PhysicalResource[] {
  const parents = new Map(account.allStacks().map(({ name, parent }) => [name, parent]));
  function rootOf(name: string): string {
    const parent = parents.get(name) ?? null;
    return parent === null ? name : rootOf(parent);
  }

  return account
    .resources()
    .filter(({ owner, leftBy }) =>
      owner === null ? leftBy !== null : !app.includes(rootOf(owner.stack)),
    );
}

function countsOf(resources: readonly PhysicalResource[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type } of resources) {
    const key = type.split('::').at(-1) ?? type;
    counts[key] = (counts[key] ?? 0) + 1;
  }

  return counts;
}

/** Schedules of journeys whose rhythm is equal before and after, but changed in the account. */
function unrelatedChanges(
  before: readonly ResourceLife[],
  change: { readonly account: AwsAccount; readonly from: Project; readonly to: Project },
): readonly string[] {
  const after = change.account.timeline(SCHEDULE);

  return change.from.plans.flatMap(({ name, schedule, regions }) => {
    const plan = change.to.plans.find((each) => each.name === name);
    if (JSON.stringify(plan?.schedule) !== JSON.stringify(schedule)) return [];
    return regions
      .filter((region) => plan?.regions.includes(region))
      .map((region) => ({ name, region }))
      .filter((series) => rhythmChanged(latest(before, series), latest(after, series)))
      .map(({ region }) => `${name} in ${region}`);
  });
}

function latest(
  lives: readonly ResourceLife[],
  { name, region }: { readonly name: string; readonly region: string },
): ResourceLife | undefined {
  return lives.findLast((life) => life.region === region && life.name.endsWith(`/${name}`));
}

/** Properties that determine when a schedule fires. */
const RHYTHM = [
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'StartDate',
  'EndDate',
  'State',
];

function rhythmChanged(before: ResourceLife | undefined, after: ResourceLife | undefined): boolean {
  if (before === undefined || before.endedAtMs !== null || after === undefined) return false;
  if (before.id !== after.id || after.endedAtMs !== null) return true;
  const [old, young] = [before.states.at(-1)?.properties, after.states.at(-1)?.properties];

  return RHYTHM.some((key) => !sameJson(old?.[key], young?.[key]));
}
