/** Where a runbook tells of a kind of alarm; null: it lies in the repository, where no page reaches it. */
export function runbookLink(runbookUrl: string, kind: string): string | null {
  return /^https?:\/\//.test(runbookUrl) ? `${runbookUrl}#${kind}` : null;
}
