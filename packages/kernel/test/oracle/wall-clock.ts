/**
 * The slow, obvious twin of zones: read the wall clock with Intl, and try every offset there could
 * be.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock shows, as minutes since 1970-01-01T00:00 of that clock. */
export function readClock(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  // Such as '3/29/2026, 02:30'.
  const [month, day, year, hour, minute] = format.format(instant).split(/\D+/).map(Number);
  return Date.UTC(year!, month! - 1, day) / 60_000 + hour! * 60 + minute!;
}

/**
 * The first instant at which the clock shows the wall time; when it never does (a gap), the wall
 * time read with the offset of the day before.
 */
export function instantByTrying(zone: string, localMinutes: number): number {
  for (let offset = 15 * 60; offset >= -15 * 60; offset -= 15) {
    const instant = (localMinutes - offset) * 60_000;
    if (readClock(zone, instant) === localMinutes) return instant;
  }
  return instantInGap(zone, localMinutes);
}

/**
 * The same for a stretch of wall time: the clock is read once each quarter of an hour around it.
 */
export function instantsByReading(zone: string, from: number, to: number): Map<number, number> {
  const shown = new Map<number, number>();
  for (let minute = from - 15 * 60; minute < to + 15 * 60; minute += 15) {
    const local = readClock(zone, minute * 60_000);
    if (!shown.has(local)) shown.set(local, minute * 60_000);
  }
  const instants = new Map<number, number>();
  for (let local = from; local < to; local += 15) {
    instants.set(local, shown.get(local) ?? instantInGap(zone, local));
  }
  return instants;
}

function instantInGap(zone: string, localMinutes: number): number {
  const dayBefore = (localMinutes - 1440) * 60_000;
  return localMinutes * 60_000 - (readClock(zone, dayBefore) * 60_000 - dayBefore);
}
