/** Waits for a number of milliseconds; 0 or less: not at all. */
export async function pause(ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
