/**
 * Who is in which segment, kept up to date: with each change of a record, and with time.
 *
 * A change costs what it touches. Segments are listed by the fields that they read, so one that
 * reads none of the changed fields is not looked at; what a touched one costs does not depend on
 * how many records there are. Records whose answer time alone will change wait in a queue, by the
 * instant at which it can. What is kept is at every instant what a full count would find.
 */
import type { Instant, Json } from '@kontor/kernel';
import { type PredicateContext, fieldReader, unknownSegment } from './compile-predicate.ts';
import type { ReadField } from './compile-predicate.ts';
import type { Segments } from './define-segments.ts';
import { DueQueue } from './due-queue.ts';
import { type KeptSegment, keptSegments } from './kept-segment.ts';
import { type MembershipReason, reasonsOf } from './membership-reason.ts';

/** What came about: who is in a segment, or no longer. */
export interface MembershipEvent {
  readonly kind: 'joined' | 'left';
  readonly segment: string;
  /** Of the record. */
  readonly id: string;
  /** When: of time passing the very instant, however late it is told. */
  readonly at: Instant;
  /** A change of the record or of its child rows, its removal, or time. */
  readonly cause: 'changed' | 'rows' | 'removed' | 'time';
  /** The conditions that answer otherwise than before; of a new record those that speak for it. */
  readonly reasons: readonly MembershipReason[];
}

/** What membership is kept with. */
export interface MembershipOptions<Row extends object> {
  readonly now: Instant;
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** The rows that hang on a record, as they are when it is called. */
  readonly related?: ((record: object, relation: string) => readonly object[]) | undefined;
  /** The `id` of a record when left out. */
  readonly idOf?: ((record: Row) => string) | undefined;
}

/** Shorter queues are left as they are. */
const QUEUE_MIN = 1024;

interface Watched {
  readonly read: ReadField;
  readonly segments: readonly number[];
}

/** The state before and after, for reasons. */
interface Turn {
  readonly row: number;
  readonly record: object;
  /** Undefined of a new record. */
  readonly before: object | undefined;
  readonly cause: MembershipEvent['cause'];
  /** Which relation's rows have changed. */
  readonly relation?: string | undefined;
}

/**
 * The members of segments.
 *
 * @example
 * const adults = { id: 'adults', where: field('age').ge(18) };
 * const segments = defineSegments([adults], { age: 'number' });
 * const members = new Membership(segments, { now: 0 });
 * members.put({ id: 'anna', age: 20 }, 5).map(({ kind, segment }) => [kind, segment])
 * // => [['joined', 'adults']]
 */
export class Membership<Row extends object = object> {
  readonly #segments: readonly KeptSegment[];
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #watched: readonly Watched[];
  readonly #options: MembershipOptions<Row>;
  readonly #idOf: (record: Row) => string;
  readonly #rowOf = new Map<string, number>();
  readonly #records: (Row | undefined)[] = [];
  readonly #ids: string[] = [];
  readonly #freeRows: number[] = [];
  readonly #due = new DueQueue();
  #compactAt = QUEUE_MIN;
  #now: Instant;
  /** The row that is being asked about. */
  #row = 0;
  /** By place, while touched ones are gathered. */
  readonly #isTouched: Uint8Array;
  /** Segments whose answer for this row is another one since the turn began. */
  readonly #flipped = new Set<number>();

  constructor(segments: Segments, options: MembershipOptions<Row>) {
    this.#segments = keptSegments(segments, (place) =>
      this.#segments[place]!.members.has(this.#row),
    );
    this.#isTouched = new Uint8Array(this.#segments.length);
    this.#placeOf = new Map(this.#segments.map(({ id }, place) => [id, place]));
    this.#watched = this.#watchedFields(Object.keys(segments.kinds));
    this.#options = options;
    this.#idOf = options.idOf ?? ((record) => (record as { readonly id?: string }).id!);
    this.#now = options.now;
  }

  /** The instant that the members are those of. */
  get now(): Instant {
    return this.#now;
  }

  /** When time alone may next change something, for a timer; undefined where it will not. */
  get nextChangeAt(): Instant | undefined {
    this.#dropStale();
    return this.#due.first?.at;
  }

  /** How many are in a segment. @throws CrmError CRM_UNKNOWN_SEGMENT */
  count(segment: string): number {
    return this.#kept(segment).members.count;
  }

  /** The ids of those in a segment. @throws CrmError CRM_UNKNOWN_SEGMENT */
  members(segment: string): string[] {
    return Array.from(this.#kept(segment).members.rows(), (row) => this.#ids[row]!);
  }

  /** Whether a record is in a segment. @throws CrmError CRM_UNKNOWN_SEGMENT */
  has(segment: string, id: string): boolean {
    const row = this.#rowOf.get(id);
    return row !== undefined && this.#kept(segment).members.has(row);
  }

  /** Takes in many records at once, without telling who joins. */
  load(records: Iterable<Row>): void {
    const context = this.#contextAt(this.#now);
    for (const record of records) {
      const row = this.#rowFor(this.#idOf(record));
      this.#records[row] = record;
      this.#row = row;
      for (const [place, segment] of this.#segments.entries()) {
        if (segment.members.has(row) !== segment.test(record, context)) segment.members.toggle(row);
        this.#schedule(place, row, record, context);
      }
    }
  }

  /**
   * A record as it is now, new or changed, and all that time has changed up to then. The same
   * object once more, changed in place, is looked at by every segment.
   */
  put(record: Row, now: Instant): MembershipEvent[] {
    const events = this.advance(now);
    const row = this.#rowFor(this.#idOf(record));
    const before = this.#records[row];
    this.#records[row] = record;
    const touched = this.#touchedBy(before, record);
    this.#ask({ row, record, before, cause: 'changed' }, touched, this.#now, events);
    return events;
  }

  /** The child rows of a record have changed, of one relation. */
  putRows(id: string, relation: string, now: Instant): MembershipEvent[] {
    const events = this.advance(now);
    const row = this.#rowOf.get(id);
    if (row === undefined) return events;
    const record = this.#records[row]!;
    const touched = this.#readersOf(`related ${relation}`);
    const turn: Turn = { row, record, before: record, cause: 'rows', relation };
    this.#ask(turn, touched, this.#now, events);
    return events;
  }

  /** A record that is there no more. */
  remove(id: string, now: Instant): MembershipEvent[] {
    const events = this.advance(now);
    const row = this.#rowOf.get(id);
    if (row === undefined) return events;
    const about = { kind: 'left', id, at: this.#now, cause: 'removed', reasons: [] } as const;
    for (const { id: segment, members, timed, dueAt } of this.#segments) {
      if (timed.length > 0) dueAt.set(row, Infinity);
      if (!members.has(row)) continue;
      members.toggle(row);
      events.push({ ...about, segment });
    }
    this.#rowOf.delete(id);
    this.#records[row] = undefined;
    this.#freeRows.push(row);
    return events;
  }

  /** Lets time pass: who joins or leaves by it, each at his instant. It does not go back. */
  advance(now: Instant): MembershipEvent[] {
    const events: MembershipEvent[] = [];
    for (let due = this.#due.first; due !== undefined && due.at <= now; due = this.#due.first) {
      const { at, row } = due;
      const touched = this.#takeDue(at, row);
      if (touched.length === 0) continue;
      const record = this.#records[row]!;
      this.#ask({ row, record, before: record, cause: 'time' }, touched, at, events);
    }
    if (now > this.#now) this.#now = now;
    return events;
  }

  /** The segments of a row that are really due at an instant, in order. */
  #takeDue(at: Instant, row: number): number[] {
    const places: number[] = [];
    for (let due = this.#due.first; due?.at === at && due.row === row; due = this.#due.first) {
      const { segment } = this.#due.take();
      const { dueAt } = this.#segments[segment]!;
      if (dueAt.get(row) !== at) continue;
      dueAt.set(row, Infinity);
      places.push(segment);
    }
    return places;
  }

  /** Asks the touched segments about a row, and those that ask for one which answers otherwise. */
  #ask(turn: Turn, touched: number[], at: Instant, events: MembershipEvent[]): void {
    const { row, record } = turn;
    const context = this.#contextAt(at);
    this.#row = row;
    this.#flipped.clear();
    for (let next = 0; next < touched.length; next++) {
      const place = touched[next]!;
      const { members, test, dependents } = this.#segments[place]!;
      const isMember = test(record, context);
      if (members.has(row) !== isMember) {
        events.push(this.#eventOf(turn, place, isMember, context));
        members.toggle(row);
        this.#flipped.add(place);
        const more = dependents.filter((one) => !touched.includes(one));
        // Dependents stand behind, so what has been asked stays asked.
        if (more.length > 0) touched.push(...more);
        if (more.length > 0) touched.sort((a, b) => a - b);
      }
      this.#schedule(place, row, record, context);
    }
  }

  #eventOf(
    turn: Turn,
    place: number,
    isMember: boolean,
    context: PredicateContext,
  ): MembershipEvent {
    const segment = this.#segments[place]!;
    const { cause, before, record, relation } = turn;
    const reasons = reasonsOf(segment.leaves, {
      record,
      before,
      context,
      // The answers of time change between one millisecond and the next.
      contextBefore: cause === 'time' ? this.#contextAt(context.now - 1) : context,
      relation,
      hasFlipped: (id) => this.#flipped.has(this.#placeOf.get(id)!),
    });
    const kind = isMember ? 'joined' : 'left';
    const id = this.#ids[turn.row]!;
    return { kind, segment: segment.id, id, at: context.now, cause, reasons };
  }

  #schedule(place: number, row: number, record: object, context: PredicateContext): void {
    const { timed, dueAt } = this.#segments[place]!;
    if (timed.length === 0) return;
    let at = Infinity;
    for (const next of timed) at = Math.min(at, next(record, context));
    if (dueAt.get(row) === at) return;
    dueAt.set(row, at);
    if (at === Infinity) return;
    this.#due.add({ at, row, segment: place });
    this.#compact();
  }

  /** What no longer holds is thrown away each time the queue has doubled. */
  #compact(): void {
    if (this.#due.size < this.#compactAt) return;
    this.#due.keep((due) => this.#segments[due.segment]!.dueAt.get(due.row) === due.at);
    this.#compactAt = Math.max(QUEUE_MIN, 2 * this.#due.size);
  }

  #dropStale(): void {
    for (let due = this.#due.first; due !== undefined; due = this.#due.first) {
      if (this.#segments[due.segment]!.dueAt.get(due.row) === due.at) return;
      this.#due.take();
    }
  }

  /** The places of the segments that read what has changed, in order. */
  #touchedBy(before: object | undefined, record: object): number[] {
    if (before === undefined || before === record) return [...this.#segments.keys()];
    const touched: number[] = [];
    for (const { read, segments } of this.#watched) {
      if (isSame(read(before), read(record))) continue;
      for (const place of segments) {
        if (this.#isTouched[place] === 1) continue;
        this.#isTouched[place] = 1;
        touched.push(place);
      }
    }
    for (const place of touched) this.#isTouched[place] = 0;
    return touched.length < 2 ? touched : touched.sort((a, b) => a - b);
  }

  #watchedFields(fields: readonly string[]): Watched[] {
    return fields
      .map((field) => ({ read: fieldReader(field), segments: this.#readersOf(field) }))
      .filter(({ segments }) => segments.length > 0);
  }

  #readersOf(name: string): number[] {
    return this.#segments.flatMap(({ reads }, place) => (reads.has(name) ? [place] : []));
  }

  #rowFor(id: string): number {
    const known = this.#rowOf.get(id);
    if (known !== undefined) return known;
    const row = this.#freeRows.pop() ?? this.#ids.length;
    this.#rowOf.set(id, row);
    this.#ids[row] = id;
    return row;
  }

  #contextAt(now: Instant): PredicateContext {
    const { params, related } = this.#options;
    return { now, params, related };
  }

  #kept(id: string): KeptSegment {
    const place = this.#placeOf.get(id);
    if (place === undefined) throw unknownSegment(id, [...this.#placeOf.keys()]);
    return this.#segments[place]!;
  }
}

/** Whether two values of a field are the same to every condition. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, index) => item === b[index]);
}
