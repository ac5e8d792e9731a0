import { type CommonReason, commonReason } from './common-values.ts';

/** Why a value cannot be hidden, for people. */
const REASONS: Readonly<Record<CommonReason, string>> = {
  short: 'it has fewer than 4 characters, and would be replaced within other words',
  word: 'it is a common word, which pages and records contain anyway',
  number: 'it is a number of at most 4 digits, which pages and records contain anyway',
  repeated: 'it is one character several times, which pages and records contain anyway',
};

/** Names of fields whose values must be hidden; other fields, such as user names, may be common. */
const CONFIDENTIAL = /pass|pwd|secret|token|api-?_?key|credential|private|\bpin\b/i;

/**
 * Why a secret would not be hidden: its value, or a field of it that is confidential by its name, is
 * too common. Null: it is hidden. Never quotes a value.
 */
export function secretValueProblem(value: string): string | null {
  const own = commonReason(value);
  if (own !== null) return REASONS[own];
  for (const [field, content] of confidentialFields(value)) {
    const reason = commonReason(content);
    if (reason !== null) return `its field "${field}" is too common: ${REASONS[reason]}`;
  }

  return null;
}

function confidentialFields(value: string): readonly (readonly [string, string])[] {
  try {
    const content: unknown = JSON.parse(value);
    if (typeof content !== 'object' || content === null) return [];

    return Object.entries(content).flatMap(([name, field]: [string, unknown]) =>
      CONFIDENTIAL.test(name) && (typeof field === 'string' || typeof field === 'number')
        ? [[name, String(field)] as const]
        : [],
    );
  } catch {
    // Most secrets are plain text.
    return [];
  }
}
