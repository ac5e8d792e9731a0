import type { AwsAccount } from './account.ts';
import { ResourceFailure } from './failures.ts';
import { fieldsOf, optionalText, textOf } from './json.ts';
import { plain, resolve } from './resolve.ts';
import { isActive, type StackScope } from './stack-scope.ts';
import type { StackInput, StackState } from './stack-state.ts';

/**
 * Sets a stack's outputs and exports. An export that another stack imports can neither change nor go,
 * and its name is unique in the region.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
 */
export function applyOutputs(
  account: AwsAccount,
  stack: StackState,
  { input, scope }: { readonly input: StackInput; readonly scope: StackScope },
): void {
  const outputs: Record<string, string> = {};
  const exports: Record<string, string> = {};
  for (const [name, output] of Object.entries(input.template.outputs)) {
    const { Value: value, Export: exported, Condition: condition } = fieldsOf(output);
    if (!isActive(optionalText(condition), scope)) continue;
    const text = plain(resolve(value ?? '', scope));
    outputs[name] = text;
    if (exported === undefined) continue;
    exports[textOf(resolve(fieldsOf(exported)['Name'] ?? '', scope))] = text;
  }
  assertExportsFree(account, stack, exports);
  for (const [name, value] of Object.entries(stack.exports)) {
    if (exports[name] !== value) assertUnused(account, stack.region, name);
  }
  stack.outputs = outputs;
  stack.exports = exports;
  stack.imports = scope.used;
}

function assertExportsFree(
  account: AwsAccount,
  stack: StackState,
  exports: StackState['exports'],
): void {
  for (const other of account.allStacks()) {
    if (other === stack || other.region !== stack.region) continue;
    const taken = Object.keys(exports).find((name) => other.exports[name] !== undefined);
    if (taken === undefined) continue;
    throw new ResourceFailure(
      `Export with name ${taken} is already exported by stack ${other.name}. Rollback requested by user.`,
    );
  }
}

/** Throws where another stack imports a value. */
export function assertUnused(account: AwsAccount, region: string, name: string): void {
  const user = account.allStacks().find((each) => each.region === region && each.imports.has(name));
  if (user === undefined) return;
  throw new ResourceFailure(`Export ${name} cannot be updated as it is in use by ${user.name}`);
}
