/** What a promise gave within the deadline; null where it gave nothing, or failed. Never rejects. */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), deadlineMs);
  });
  try {
    // What fails here has been asked for once the verdict stands: no answer is all there is to say.
    return await Promise.race([work.catch(() => null), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
