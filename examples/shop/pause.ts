/** Waits for so many milliseconds; not at all for 0 or less. */
export async function pause(ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
