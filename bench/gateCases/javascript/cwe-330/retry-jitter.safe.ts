const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function withRetries<T>(work: () => Promise<T>, attempts = 4): Promise<T> {
  let delay = 200;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts) throw error;
      await sleep(delay + Math.random() * 100);
      delay *= 2;
    }
  }
}
