/**
 * The words of the notation: what each kind of node, event and repetition is written like.
 *
 * | written | is |
 * |---|---|
 * | `A` | automatic task |
 * | `user(A) svc(S) manual(M) script(F, expr) rule(R, decision)` | tasks |
 * | `recv(R, message, key) send(S, message, key)` | with a literal key |
 * | `call(Q)`, `call(C, Q)` | call of process Q |
 * | `xor(x) and(g) or(o) cx(c, expr) evt(e)` | gateways |
 * | `timer(t, PT1H) catch(c, message m) throw(t, signal s) comp(t) comp(t, A)` | events |
 * | `end terminate cancelEnd error(E) end(signal s)` | end events, each mention another |
 */

/** A part of a definition that is still being written. */
export type Draft = Record<string, unknown>;

/** Kinds that are written without brackets. */
export const loneKinds: ReadonlySet<string> = new Set(['end', 'terminate', 'cancelEnd']);

const simpleKinds: Readonly<Record<string, string>> = {
  task: 'task',
  manual: 'manual',
  user: 'user',
  xor: 'exclusive',
  and: 'parallel',
  or: 'inclusive',
  evt: 'eventBased',
};

/** The node that `kind(given…)` means; `nextId` names those that have no name of their own. */
export function draftNode(kind: string, given: readonly string[], nextId: () => string): Draft {
  const [id = '', second, third] = given;
  const rest = given.slice(1).join(', ');
  const simple = simpleKinds[kind];
  if (simple !== undefined) return { kind: simple, id };
  switch (kind) {
    case 'svc':
      return { kind: 'service', id, type: second ?? id };
    case 'script':
      return { kind: 'script', id, script: rest };
    case 'rule':
      return { kind: 'businessRule', id, decision: second };
    case 'call':
      return { kind: 'call', id, process: second ?? id };
    case 'recv':
    case 'send':
      return { ...messageTask(kind, id), message: second, ...keyed(third) };
    case 'cx':
      return { kind: 'complex', id, ...(second === undefined ? {} : { activation: rest }) };
    default:
      return draftEvent(kind, given, nextId);
  }
}

const messageTask = (kind: 'recv' | 'send', id: string): Draft => ({
  kind: kind === 'recv' ? 'receive' : 'send',
  id,
});

function draftEvent(kind: string, given: readonly string[], nextId: () => string): Draft {
  const [id = '', second] = given;
  const rest = given.slice(1).join(', ');
  switch (kind) {
    case 'timer':
      return { kind: 'catch', id, on: [eventOf('timer', rest)] };
    case 'catch':
      return { kind, id, on: [spokenEvent(rest)] };
    case 'throw':
      return { kind, id, ...(second === undefined ? {} : { throws: [spokenEvent(rest)] }) };
    case 'comp':
      return { kind: 'throw', id, throws: [eventOf('compensation', second ?? '')] };
    case 'error':
      return { kind: 'end', id: nextId(), throws: [eventOf('error', id)] };
    case 'terminate':
      return { kind: 'end', id: nextId(), throws: [{ type: 'terminate' }] };
    case 'cancelEnd':
      return { kind: 'end', id: nextId(), throws: [{ type: 'cancel' }] };
    case 'end':
      return {
        kind,
        id: nextId(),
        ...(id === '' ? {} : { throws: [spokenEvent(given.join(', '))] }),
      };
    default:
      throw new Error(`'${kind}' is no kind of node`);
  }
}

/** `message m, k`: an event as it is said in a catch or throw. */
function spokenEvent(text: string): Draft {
  const [, type = '', detail = ''] = /^(\w+)\s*(.*)$/su.exec(text) ?? [];
  return eventOf(type, detail);
}

/** The event of a kind; `detail` is its name, code, condition, time or activity. */
export function eventOf(type: string, detail: string): Draft {
  const [name = '', key] = splitArguments(detail);
  switch (type) {
    case 'message':
      return { type, name, ...keyed(key) };
    case 'signal':
    case 'link':
      return { type, name };
    case 'error':
    case 'escalation':
      return name === '*' || name === '' ? { type } : { type, code: name };
    case 'cond':
      return { type: 'conditional', condition: detail };
    case 'comp':
    case 'compensation':
      return { type: 'compensation', ...(name === '' ? {} : { activity: name }) };
    case 'timer':
      return { type, ...timerOf(detail) };
    case 'cancel':
    case 'terminate':
      return { type };
    default:
      throw new Error(`'${type}' is no kind of event`);
  }
}

function timerOf(text: string): Draft {
  if (/^R\d*\//u.test(text)) return { cycle: text };
  if (/^-?P/u.test(text)) return { duration: text };
  return /^\d{4}-/u.test(text) ? { date: text } : { cron: text };
}

/** A key is meant literally. */
const keyed = (key: string | undefined): Draft => (key === undefined ? {} : { key: `"${key}"` });

/** `par(3, until)`, `seq(list: xs, until)`, `loop(while, max 3)`. */
export function repetitionOf(mode: string, given: string): Draft {
  const [first = '', ...rest] = splitArguments(given);
  if (mode === 'loop') {
    const max = /^max (\d+)$/u.exec(rest.at(-1) ?? '')?.[1];
    return { loop: { while: first, ...(max === undefined ? {} : { max: Number(max) }) } };
  }
  const collection = /^list:\s*(.*)$/su.exec(first)?.[1];
  return {
    many: {
      mode: mode === 'par' ? 'parallel' : 'sequential',
      ...(collection === undefined ? { count: first } : { collection }),
      ...(rest.length === 0 ? {} : { until: rest.join(', ') }),
    },
  };
}

/** Splits at commas outside brackets and quotes. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (sign === '"') isQuoted = !isQuoted;
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    if (sign !== ',' || depth > 0 || isQuoted) continue;
    parts.push(text.slice(from, at).trim());
    from = at + 1;
  }
  parts.push(text.slice(from).trim());
  return parts.filter((part) => part !== '');
}

/** Two drafts as one: objects are merged, all else is replaced by the second. */
export function merged(draft: Draft, more: Draft): Draft {
  const whole: Draft = { ...draft };
  for (const [name, value] of Object.entries(more)) {
    const before = whole[name];
    whole[name] = isDraft(before) && isDraft(value) ? merged(before, value) : value;
  }
  return whole;
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
