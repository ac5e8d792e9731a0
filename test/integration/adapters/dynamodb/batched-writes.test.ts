import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { runAtMinute } from '../../../support/run-records.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

test('putRun() stores many runs of one moment, each once', async () => {
  const dir = await temporaryDir();
  const { store, close } = await openEmbeddedStore({ dir: dir.path });
  const minutes = Array.from({ length: 100 }, (_, minute) => runAtMinute(minute));

  const first = await Promise.all(minutes.map(async (run) => await store.putRun(run)));
  const again = await Promise.all(minutes.map(async (run) => await store.putRun(run)));

  expect(new Set(first)).toEqual(new Set([true]));
  expect(new Set(again)).toEqual(new Set([false]));
  const series = { journey: 'checkout', region: 'eu-west-1' };
  expect(await store.queryRuns({ ...series, order: 'oldest-first' })).toEqual(minutes);
  await close();
  await dir.remove();
});
