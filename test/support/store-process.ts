import { openEmbeddedStore } from '../../lib/adapters/dynamodb/embedded.ts';
import { runAtMinute } from './run-records.ts';

// A process that writes runs to the embedded store in a folder, several at a time, and prints the
// id of each that was acknowledged. Arguments: the folder, a journey's name, how many runs.

const PARALLEL = 8;

async function main(dir: string, journey: string, count: number): Promise<void> {
  const embedded = await openEmbeddedStore({ dir });
  process.stdout.write(`${embedded.shared ? 'shares' : 'owns'}\n`);
  let next = 0;

  async function write(): Promise<void> {
    for (let minute = next++; minute < count; minute = next++) {
      const record = runAtMinute(minute, { journey });
      await embedded.store.putRun(record);
      process.stdout.write(`${record.runId}\n`);
    }
  }

  await Promise.all(Array.from({ length: PARALLEL }, write));
  await embedded.close();
}

const [dir = '', journey = '', count = ''] = process.argv.slice(2);
void main(dir, journey, Number(count));
