import { checkAtLeastOnce, checkExactlyOnce } from '../../support/recorder-properties.ts';

// The suite `endurance` does the same with 20,000 cases.

test('recordBatch() leaves the same table and the same metrics when messages come in any order, again, late, or not at all', async () => {
  await expect(checkExactlyOnce(300)).resolves.toBeUndefined();
});

test('recordBatch() keeps the table exact and loses no metric when recorders die after CloudWatch accepted', async () => {
  await expect(checkAtLeastOnce(100)).resolves.toBeUndefined();
});
