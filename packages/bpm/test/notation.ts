/**
 * The short notation of models that tests are written in, read into definitions.
 *
 * Statements are parted by `;`, and their order is the order of the document:
 *
 * - `a > b > c` adds flows; `a >[n > 5] b` one with a condition, `a >[default] b` the default flow.
 * - A node's kind is given at its first mention (notation-nodes.ts): `user(A)`, `xor(x)`; a bare
 *   name is an automatic task. Each mention of `end`, `terminate`, `cancelEnd` or `error(E)` is a
 *   node of its own.
 * - `S{ … }` is a sub-process, `tx T{ … }` a transaction, `adhoc H{ … }` an ad-hoc one;
 *   `on error(X){ … }` and `on~ message(m){ … }` are event sub-processes, inside their owner.
 * - `user(A)*par(5, until)`, `*seq(list: xs)`, `*loop(n < 3, max 10)` repeat an activity.
 * - `A ^timer(PT1H) > C` is a boundary event, `^~` one that does not interrupt; the chain goes on
 *   from it. After `A ^undo cA` it goes on from A.
 * - `process Q: …` begins a process that `call(Q)` calls.
 *
 * What the notation has no sign for (mappings, quantities, ad-hoc rules) is given as fields by id.
 */
import { type ProcessDefinition, processDefinition } from '../src/model.ts';
import {
  type Draft,
  draftNode,
  eventOf,
  loneKinds,
  merged,
  repetitionOf,
  splitArguments,
} from './notation-nodes.ts';

/** What is added to what the text says. */
export interface NotationOptions {
  readonly id?: string;
  readonly join?: 'strict' | 'pragmatic';
  readonly zone?: string;
  /** Output mappings by activity. */
  readonly out?: Readonly<Record<string, readonly { from: string; to: string }[]>>;
  /** Any fields of a node, by its id; objects are merged, all else is replaced. */
  readonly fields?: Readonly<Record<string, Draft>>;
}

/** A model: the process, and those it calls. */
export interface Model {
  readonly main: ProcessDefinition;
  readonly called: Readonly<Record<string, ProcessDefinition>>;
}

/** Reads a model; throws an Error that shows the place when the text is not in the notation. */
export function readNotation(text: string, options: NotationOptions = {}): Model {
  const [first = '', ...others] = text.split(/\bprocess\s+(?=\w+\s*:)/u);
  const unused = new Set(Object.keys({ ...options.out, ...options.fields }));
  const read = (id: string, part: string): ProcessDefinition => {
    const process = new Reader(part).read();
    complete(process, options, unused);
    const { join, zone } = options;
    return processDefinition.parse({
      id,
      ...(join === undefined ? {} : { join }),
      ...(zone === undefined ? {} : { zone }),
      ...process,
    });
  };
  const main = read(options.id ?? 'main', first);
  const called = Object.fromEntries(
    others.map((part) => {
      const [id = ''] = part.split(':', 1);
      return [id.trim(), read(id.trim(), part.slice(id.length + 1))];
    }),
  );
  if (unused.size > 0) throw new Error(`fields for unknown nodes: ${[...unused].join(', ')}`);
  return { main, called };
}

interface ScopeDraft {
  readonly nodes: Draft[];
  readonly flows: Draft[];
}

function complete(scope: ScopeDraft, options: NotationOptions, unused: Set<string>): void {
  scope.nodes.forEach((node, at) => {
    const id = node['id'] as string;
    const out = options.out?.[id];
    const whole = merged(
      merged(node, options.fields?.[id] ?? {}),
      out === undefined ? {} : { out },
    );
    scope.nodes[at] = whole;
    unused.delete(id);
    if (whole['kind'] === 'subProcess') complete(whole as unknown as ScopeDraft, options, unused);
  });
}

/** Reads one process. */
class Reader {
  readonly #text: string;
  #at = 0;
  readonly #counts = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): ScopeDraft {
    const scope = this.#scope();
    if (this.#at < this.#text.length) this.#fail('one closing brace too many');
    return scope;
  }

  /** Statements up to a closing brace or the end. `trigger`: what its start waits for. */
  #scope(trigger?: Draft, kind?: string): ScopeDraft {
    const scope: ScopeDraft = { nodes: [], flows: [] };
    while (this.#peek() !== '' && this.#peek() !== '}') {
      if (!this.#takeSign(';')) this.#statement(scope, trigger);
    }
    if (kind !== 'adHoc') this.#addStart(scope, trigger);
    return scope;
  }

  #statement(scope: ScopeDraft, trigger: Draft | undefined): void {
    const handler = this.#take(/on(~?)\s+(?=[a-z]+\s*[({])/uy);
    if (handler !== undefined) {
      this.#eventSubProcess(scope, handler[1] === '~');
      return;
    }
    let from = this.#item(scope, trigger);
    while (this.#takeSign('>')) {
      const condition = this.#peek() === '[' ? this.#balanced() : undefined;
      const to = this.#item(scope, trigger);
      this.#flow(scope, from.source, to.id, condition);
      from = to;
    }
    if (!['', ';', '}'].includes(this.#peek())) this.#fail('> or ; expected');
  }

  #eventSubProcess(scope: ScopeDraft, isBeside: boolean): void {
    const [, type = ''] = this.#take(/([a-z]+)\s*/uy)!;
    const given = this.#peek() === '(' ? this.#balanced() : '';
    const id = this.#number(`on_${type}`);
    const start = { on: [eventOf(type, given)], ...(isBeside ? { interrupting: false } : {}) };
    scope.nodes.push({ kind: 'subProcess', id, type: 'event', ...this.#braces(start) });
  }

  /** A node with its signs; `source` is what the chain goes on from. */
  #item(scope: ScopeDraft, trigger: Draft | undefined): Item {
    const id = this.#node(scope, trigger);
    const node = scope.nodes.find((other) => other['id'] === id)!;
    while (this.#takeSign('*')) {
      const [, mode = ''] = this.#take(/(\w+)\s*/uy) ?? this.#fail('par, seq or loop expected');
      Object.assign(node, repetitionOf(mode, this.#balanced()));
    }
    let source = id;
    while (this.#takeSign('^')) source = this.#boundary(scope, id) ?? source;
    return { id, source };
  }

  #boundary(scope: ScopeDraft, host: string): string | undefined {
    if (this.#take(/undo\s+/uy) !== undefined) {
      const handler = this.#node(scope, undefined);
      Object.assign(scope.nodes.find(({ id }) => id === handler)!, { undoes: true });
      const on = [{ type: 'compensation' }];
      const id = this.#number(`${host}_undo`, true);
      scope.nodes.push({ kind: 'boundary', id, on, attachedTo: host, handler });
      return undefined;
    }
    const isBeside = this.#takeSign('~');
    const [, type = ''] = this.#take(/([a-z]+)\s*/uy) ?? this.#fail('an event expected');
    const on = [eventOf(type, this.#peek() === '(' ? this.#balanced() : '')];
    const id = this.#number(`${host}_${type}`, true);
    const stays = isBeside ? { interrupting: false } : {};
    scope.nodes.push({ kind: 'boundary', id, on, attachedTo: host, ...stays });
    return id;
  }

  /** The id of the node mentioned here, which is made when this is its first mention. */
  #node(scope: ScopeDraft, trigger: Draft | undefined): string {
    this.#skipSpace();
    const [, prefix = '', name = ''] =
      this.#take(/(?:(tx|adhoc)\s+)?([\p{L}_][\p{L}\p{N}_]*)\s*/uy) ??
      this.#fail('a node expected');
    if (this.#peek() === '{') return this.#subProcess(scope, prefix, name);
    const given = this.#peek() === '(' ? splitArguments(this.#balanced()) : undefined;
    if (name === 'start') return this.#start(scope, trigger, given ?? []);
    if (given === undefined && !loneKinds.has(name)) {
      if (!scope.nodes.some(({ id }) => id === name)) scope.nodes.push({ kind: 'task', id: name });
      return name;
    }
    const draft = draftNode(name, given ?? [], () => this.#number(name));
    if (scope.nodes.some(({ id }) => id === draft['id'])) this.#fail('its kind is known already');
    scope.nodes.push(draft);
    return draft['id'] as string;
  }

  #subProcess(scope: ScopeDraft, prefix: string, id: string): string {
    const type = { tx: 'transaction', adhoc: 'adHoc' }[prefix];
    const node: Draft = { kind: 'subProcess', id, ...(type === undefined ? {} : { type }) };
    scope.nodes.push(node);
    Object.assign(node, this.#braces(undefined, type));
    return id;
  }

  #braces(trigger?: Draft, kind?: string): ScopeDraft {
    if (!this.#takeSign('{')) this.#fail('{ expected');
    const scope = this.#scope(trigger, kind);
    if (!this.#takeSign('}')) this.#fail('} expected');
    return scope;
  }

  /** `start`: the one of its scope. `start(s)` and `start(s, message m)`: one more. */
  #start(scope: ScopeDraft, trigger: Draft | undefined, given: readonly string[]): string {
    const isNamed = given.length > 0;
    const known = scope.nodes.find((node) => node['kind'] === 'start');
    if (!isNamed && known !== undefined) return known['id'] as string;
    const id = given[0] ?? this.#number('start');
    const [, type = '', detail = ''] = /^(\w+)\s*(.*)$/su.exec(given.slice(1).join(', ')) ?? [];
    const on = given.length > 1 ? { on: [eventOf(type, detail)] } : (trigger ?? {});
    scope.nodes.push({ kind: 'start', id, ...on });
    return id;
  }

  /** A scope that names no start begins with its first node, also where a flow leads back to it. */
  #addStart(scope: ScopeDraft, trigger: Draft | undefined): void {
    const { nodes, flows } = scope;
    const first = nodes.find(({ type }) => type !== 'event');
    if (first === undefined || nodes.some(({ kind }) => kind === 'start')) return;
    if (trigger === undefined && !flows.some(({ to }) => to === first['id'])) return;
    const id = this.#number('start');
    nodes.unshift({ kind: 'start', id, ...trigger });
    flows.unshift({ id: `${id}-${String(first['id'])}`, from: id, to: first['id'] });
  }

  #flow(scope: ScopeDraft, from: string, to: string, condition: string | undefined): void {
    const id = this.#number(`${from}-${to}`, true);
    const isDefault = condition === 'default';
    if (isDefault) scope.nodes.find((node) => node['id'] === from)!['default'] = id;
    const when = condition === undefined || isDefault ? {} : { condition };
    scope.flows.push({ id, from, to, ...when });
  }

  /** `end_1`, `end_2`; with `isBare` the first has no number. */
  #number(stem: string, isBare = false): string {
    const count = (this.#counts.get(stem) ?? 0) + 1;
    this.#counts.set(stem, count);
    return isBare && count === 1 ? stem : `${stem}_${count}`;
  }

  #skipSpace(): void {
    this.#take(/\s+/uy);
  }

  #peek(): string {
    this.#skipSpace();
    return this.#text[this.#at] ?? '';
  }

  #takeSign(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  /** What stands in brackets of any kind, that are closed again. */
  #balanced(): string {
    const from = this.#at;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const sign = this.#text[this.#at]!;
      if ('([{'.includes(sign)) depth += 1;
      if (')]}'.includes(sign)) depth -= 1;
      if (depth > 0) continue;
      this.#at += 1;
      return this.#text.slice(from + 1, this.#at - 1).trim();
    }
    return this.#fail('a bracket is not closed');
  }

  #fail(why: string): never {
    const [before, after] = [this.#text.slice(0, this.#at), this.#text.slice(this.#at)];
    throw new Error(`${why}: ${before} »HERE« ${after}`);
  }
}

interface Item {
  readonly id: string;
  /** What the chain goes on from. */
  readonly source: string;
}
