import type { SecretFunction } from '../journey/definition.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { RunFailure } from '../record/run-failure.ts';

/** Makes the journey's `secret`: values were read before the run, so it answers at once. */
export function secretFunction(
  plan: JourneyPlan,
  values: Readonly<Record<string, string>>,
): SecretFunction {
  return (name, field) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      const listed = plan.secrets.length === 0 ? 'none' : plan.secrets.join(', ');
      throw new RunFailure(
        'journey.config',
        `Cannot read secret "${name}": the journey's options list ${listed}; expected it in \`secrets\``,
      );
    }

    return field === undefined ? value : fieldOf(name, field, value);
  };
}

function fieldOf(name: string, field: string, value: string): string {
  const parsed = parseObject(value);
  const found = parsed !== null && Object.hasOwn(parsed, field) ? parsed[field] : undefined;
  if (typeof found === 'string') return found;
  const problem = parsed === null ? 'is not a JSON object' : `has no text field "${field}"`;
  throw new RunFailure(
    'monitor.secret',
    `Cannot read "${field}" of secret "${name}": it ${problem}`,
  );
}

function parseObject(value: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(value);

    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}
