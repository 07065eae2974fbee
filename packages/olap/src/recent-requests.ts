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
    this.recent.unshift(...this.recent.splice(place, 1));
    return this.recent[0];
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
  if (!isObject(kept) || !isObject(given) || !isPlain(given)) return false;
  if (Array.isArray(kept) !== Array.isArray(given)) return false;
  const keys = Object.keys(given);
  return (
    keys.length === Object.keys(kept).length &&
    keys.every((key) => Object.hasOwn(kept, key) && isSameData(kept[key], given[key]))
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype;
}
