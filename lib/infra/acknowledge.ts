import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Suppresses rules of cdk-nag that a construct breaks on purpose, each with its reason. */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Record<string, string>>,
): void {
  for (const [id, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id, reason });
  }
}

/**
 * Suppressions of the rule against wildcards (AwsSolutions-IAM5), one for each resource, with one
 * reason.
 */
export function wildcards(
  scope: IConstruct,
  resources: readonly string[],
  reason: string,
): Readonly<Record<string, string>> {
  const stack = Stack.of(scope);

  return Object.fromEntries(
    resources.map((resource) => {
      const resolved: unknown = stack.resolve(resource);
      return [`AwsSolutions-IAM5[Resource::${flat(resolved)}]`, reason];
    }),
  );
}

/** Writes a computed value as cdk-nag does: references in angle brackets. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flat).join('');
  if (typeof value !== 'object' || value === null) return '';
  const [[name, of] = ['', '']]: readonly (readonly [string, unknown])[] = Object.entries(value);
  if (name === 'Fn::Join' && Array.isArray(of)) return flat(of[1]);
  if (name === 'Fn::GetAtt' && Array.isArray(of)) return `<${of.join('.')}>`;

  return `<${String(of)}>`;
}
