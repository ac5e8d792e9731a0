import { checkAtLeastOnce, checkExactlyOnce } from '../../support/recorder-properties.ts';

test('recordBatch() leaves the same table and the same metrics in 20,000 cases of disorder, repetition, delay and loss', async () => {
  await expect(checkExactlyOnce(20_000)).resolves.toBeUndefined();
});

test('recordBatch() keeps the table exact and loses no metric in 5,000 cases of death after acceptance', async () => {
  await expect(checkAtLeastOnce(5000)).resolves.toBeUndefined();
});
