import type { ResolvedResource } from './resolved-template.ts';

/** One statement of a role, its lists always lists. */
interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly isConditional: boolean;
}

/**
 * Whether a role may do something, by the rules of IAM: an allowing statement, and no denying one.
 * Conditions are judged against the role: one that allows is taken as met, one that denies as not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function roleMay(role: ResolvedResource, action: string, resource: string): boolean {
  const matching = statementsOf(role).filter(
    ({ actions, resources }) =>
      actions.some((each) => fits(each, action)) && resources.some((each) => fits(each, resource)),
  );
  if (matching.some(({ effect, isConditional }) => effect === 'Deny' && !isConditional))
    return false;

  return matching.some(({ effect }) => effect === 'Allow');
}

function statementsOf({ properties }: ResolvedResource): readonly Statement[] {
  // A managed policy could allow anything, and is not in the template.
  if (properties['ManagedPolicyArns'] !== undefined)
    throw new TypeError('unexpected managed policy');

  return listOf(properties['Policies'])
    .map((policy) => fieldsOf(fieldsOf(policy)['PolicyDocument']))
    .flatMap((document) => listOf(document['Statement']))
    .map((each) => {
      const {
        Effect: effect,
        Action: action,
        Resource: resource,
        Condition: condition,
      } = fieldsOf(each);
      // Statements that name exceptions would turn the meaning round.
      if (action === undefined || resource === undefined)
        throw new TypeError('unexpected statement');

      return {
        effect: String(effect),
        actions: listOf(action).map(String),
        resources: listOf(resource).map(String),
        isConditional: condition !== undefined,
      };
    });
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');

  return new RegExp(`^${source}$`, 'is').test(text);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];

  return Array.isArray(value) ? value : [value];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
