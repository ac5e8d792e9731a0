import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { storeMark } from '../../../../lib/adapters/local/store-mark.ts';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runAtMinute } from '../../../support/run-records.ts';

describe('storeMark()', () => {
  test('storeMark() changes with every run that is stored, and with nothing that is read', async () => {
    const dir = projectDir({});
    const store = await openEmbeddedStore({ dir });
    const marks: string[] = [await storeMark(dir)];

    for (const minute of [1, 2]) {
      await store.store.putRun(runAtMinute(minute));
      marks.push(await storeMark(dir));
    }
    await store.store.queryRuns({ journey: 'checkout', region: 'eu-west-1' });
    const afterReading = await storeMark(dir);
    await store.close();

    expect(new Set(marks).size).toBe(3);
    expect(marks).not.toContain('');
    expect(afterReading).toBe(marks[2]);
  });

  test('storeMark() reads logs only', async () => {
    const dir = projectDir({ 'db/000003.log': 'a', 'db/LOG': 'a' });
    const before = await storeMark(dir);

    writeFileSync(path.join(dir, 'db/LOG'), 'longer');
    const same = await storeMark(dir);
    appendFileSync(path.join(dir, 'db/000003.log'), 'b');

    expect(same).toBe(before);
    expect(await storeMark(dir)).not.toBe(before);
  });

  test('storeMark() is empty where there is no store', async () => {
    expect(await storeMark(projectDir({}))).toBe('');
  });
});
