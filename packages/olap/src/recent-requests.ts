/**
 * Questions that were checked not long ago, as they come again and again.
 *
 * A user who turns and drills asks by the same shapes, and to check a filter takes as long as to
 * roll up a thousand cells. A question that equals a checked one in every part is as sound as that
 * one, so it is not checked again; what was kept is a copy that nobody else can change.
 */
const RECENT_MAX = 32;

/** The last questions, those asked last first. */
export class RecentRequests<Request extends object> {
  private readonly recent: Request[] = [];

  /** The checked question that equals `input`; undefined where it is to be checked. */
  find(input: unknown): Request | undefined {
    const place = this.recent.findIndex((request) => isSameData(request, input));
    if (place < 0) return undefined;
    const found = this.recent[place]!;
    this.recent.copyWithin(1, 0, place);
    this.recent[0] = found;
    return found;
  }

  /** Keeps a question in the place of the one that was asked longest ago. */
  keep(request: Request): void {
    this.recent.unshift(request);
    if (this.recent.length > RECENT_MAX) this.recent.pop();
  }
}

/** Whether both are the same plain data; what is of a class of its own never is. */
function isSameData(kept: unknown, given: unknown): boolean {
  if (kept === given) return true;
  if (!isObject(kept) || !isObject(given)) return false;
  if (Array.isArray(kept)) return Array.isArray(given) && isSameList(kept, given);
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(given);
  if (keys.length !== Object.keys(kept).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(kept, key) || !isSameData(kept[key], given[key])) return false;
  }
  return true;
}

function isSameList(kept: readonly unknown[], given: readonly unknown[]): boolean {
  if (kept.length !== given.length) return false;
  for (let index = 0; index < kept.length; index++) {
    if (!isSameData(kept[index], given[index])) return false;
  }
  return true;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
