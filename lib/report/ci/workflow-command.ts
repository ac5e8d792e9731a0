import { cleanLines } from '../format/terminal-text.ts';

/**
 * A workflow command of GitHub Actions in one line. Properties that are null are left out. Escapes as
 * https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
 */
export function workflowCommand(
  level: 'error' | 'warning',
  properties: Readonly<Record<string, string | number | null>>,
  message: string,
): string {
  const words = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');

  return `::${level}${words === '' ? '' : ` ${words}`}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  const line = cleanLines(text).join(' ');

  return escapeData(line).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
