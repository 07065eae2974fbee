/**
 * The instant that a command holds for: text that sorts in order of time, and not in the future.
 */

/** What is wrong with it; undefined when nothing is. */
export function instantFault(at: string, now: string): string | undefined {
  const time = Date.parse(at);
  if (Number.isNaN(time) || new Date(time).toISOString() !== at) {
    return `'${at}' is no instant: write 2026-03-02T08:00:00.000Z`;
  }
  return at > now ? `${at} is in the future: it is ${now}` : undefined;
}
