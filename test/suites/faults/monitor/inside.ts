// Run in namespaces of its own, which one fault has broken: runs one journey and writes its record.
import { writeFileSync } from 'node:fs';
import type { JourneyKind } from '../../../../lib/core/record/run-record.ts';
import { MONITOR_FAULTS } from './all-faults.ts';
import { faultyRun } from './faulty-run.ts';

async function main(): Promise<void> {
  const [kind, name, recordPath = ''] = process.argv.slice(2);
  const fault = MONITOR_FAULTS.find((each) => each.name === name);
  if (fault === undefined) throw new RangeError(`no fault is called "${name}"`);
  const wanted: JourneyKind = kind === 'api' ? 'api' : 'browser';
  const record = await faultyRun(wanted, fault, { repeatable: false });
  writeFileSync(recordPath, JSON.stringify(record));
  process.exit(0);
}

void main();
