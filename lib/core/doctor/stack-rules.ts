import type { AccountFact } from './doctor-fact.ts';
import type { DeployedStack } from './doctor-ports.ts';

/** The stacks that a region should have, and the version of Waywiser that should have deployed them. */
export interface ExpectedStacks {
  readonly region: string;
  readonly stage: string;
  readonly names: readonly string[];
  readonly version: string;
}

/** Statuses of a stack whose last change failed; `ROLLBACK_COMPLETE` too: it has none of its resources. */
const FAILED = /FAILED$|ROLLBACK_COMPLETE$/;
const BUSY = /_IN_PROGRESS$/;

/** Whether a region has exactly the stage's stacks, each whole and of this version. */
export function stackFacts(
  deployed: readonly DeployedStack[],
  { region, stage, names, version }: ExpectedStacks,
): readonly AccountFact[] {
  const own = deployed.filter((stack) => names.includes(stack.name));
  const missing = names.filter((name) => !own.some((stack) => stack.name === name));
  const orphans = deployed.filter((stack) => stack.stage === stage && !names.includes(stack.name));

  return [
    ...missing.map((stack) => ({ code: 'stack-missing', stack, region }) as const),
    ...orphans.map(({ name }) => ({ code: 'stack-orphaned', stack: name, region }) as const),
    ...own.flatMap((stack) => statusFacts(stack, region)),
    ...own
      .filter((stack) => stack.version !== version && !BUSY.test(stack.status))
      .map(
        (stack) =>
          ({
            code: 'version-differs',
            stack: stack.name,
            region,
            deployed: stack.version,
            own: version,
          }) as const,
      ),
  ];
}

function statusFacts(
  { name: stack, status }: DeployedStack,
  region: string,
): readonly AccountFact[] {
  if (FAILED.test(status)) return [{ code: 'stack-failed', stack, region, status }];

  return BUSY.test(status) ? [{ code: 'stack-busy', stack, region, status }] : [];
}
