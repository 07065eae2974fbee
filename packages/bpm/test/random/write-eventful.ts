/** Writes the blocks in which something comes in between: events, errors, escalations, undoing. */
import type { Block, UndoStep } from './blocks.ts';
import { atOnce, by, inTurn, type Path } from './expected-path.ts';
import { eventOf, type Surroundings, type Writer, type Written } from './writer.ts';

type BlockOf<Kind extends Block['kind']> = Block & { readonly kind: Kind };

/** The blocks of this file. */
export type Eventful = BlockOf<
  'choice' | 'interrupted' | 'beside' | 'error' | 'escalation' | 'handler' | 'undo'
>;

/** Writes one of them. */
export function writeEventful(writer: Writer, block: Eventful, where: Surroundings): Written {
  switch (block.kind) {
    case 'choice':
      return writeChoice(writer, block, where);
    case 'interrupted':
      return writeInterrupted(writer, block, where);
    case 'beside':
      return writeBeside(writer, block, where);
    case 'error':
      return block.isThrown ? writeThrown(writer, block, where) : writeFailed(writer, block, where);
    case 'escalation':
      return writeEscalation(writer, block, where);
    case 'handler':
      return writeHandler(writer, block, where);
    case 'undo':
      return writeUndo(writer, block, where);
  }
}

function mergeOf(writer: Writer): string {
  const merge = writer.id('G');
  writer.say(`xor(${merge})`);
  return merge;
}

function writeChoice(writer: Writer, block: BlockOf<'choice'>, where: Surroundings): Written {
  const gateway = writer.id('G');
  const merge = mergeOf(writer);
  writer.say(`evt(${gateway})`);
  const paths = block.of.map((one, at) => {
    const isTaken = at === block.takes;
    const { event, command } = eventOf(writer, block.by[at]!, where, isTaken ? undefined : 0);
    const id = writer.id('C');
    writer.say(`${gateway} > catch(${id}, ${event.spoken})`);
    const { first, last, path } = writer.block(one, where);
    writer.say(`${id} > ${first}`, `${last} > ${merge}`);
    return inTurn(by(command), path);
  });
  return { first: gateway, last: merge, path: paths[block.takes]! };
}

/** Somebody at work, in a sub-process of his own or not. */
function hostOf(writer: Writer, isScope: boolean): { readonly id: string; readonly path: Path } {
  if (!isScope) {
    const { first, path } = writer.user();
    return { id: first, path };
  }
  const id = writer.id('S');
  const { text, result } = writer.apart(() => {
    const user = writer.user();
    writer.say(`start > ${user.first}`, `${user.last} > end`);
    return user.path;
  });
  writer.say(`${id}{ ${text} }`);
  return { id, path: result };
}

function writeInterrupted(
  writer: Writer,
  { by: wanted, inner, isScope }: BlockOf<'interrupted' | 'beside'>,
  where: Surroundings,
): Written {
  const host = hostOf(writer, isScope);
  const merge = mergeOf(writer);
  const { event, command } = eventOf(writer, wanted, where);
  const { first, last, path } = writer.block(inner, where);
  writer.say(`${host.id} ^${event.called} > ${first}`);
  writer.say(`${host.id} > ${merge}`, `${last} > ${merge}`);
  return { first: host.id, last: merge, path: inTurn(by(command), path) };
}

/** Each firing adds a token; the host is done when all of them have ended. */
function writeBeside(
  writer: Writer,
  { by: wanted, inner, isScope, times }: BlockOf<'interrupted' | 'beside'>,
  where: Surroundings,
): Written {
  const host = hostOf(writer, isScope);
  const { event, command, trigger } = eventOf(writer, wanted, where, times);
  const { first, last, path } = writer.block(inner, insideOf(where, trigger));
  writer.say(`${host.id} ^~${event.called} > ${first}`, `${last} > end`);
  const often = trigger === 'condition' ? Math.min(1, times) : times;
  const each = Array.from({ length: often }, () => inTurn(by(command), path));
  return { first: host.id, last: host.id, path: inTurn(...each, host.path) };
}

/** While a timer of the outside is open, nothing inside lets time pass; and it may come again. */
const insideOf = (where: Surroundings, trigger: string): Surroundings => ({
  isBeside: where.isBeside || trigger === 'timer',
  isApart: true,
});

function writeThrown(
  writer: Writer,
  { inner, isInside }: BlockOf<'error'>,
  where: Surroundings,
): Written {
  const [id, code] = [writer.id('S'), writer.id('X')];
  const before = writer.id('A');
  const thrower = `start > ${before} > error(${code})`;
  if (isInside) {
    const { text, path } = writer.process(inner, where);
    writer.say(`${id}{ ${thrower}; on error(${code}){ ${text} } }`);
    return { first: id, last: id, path: inTurn(atOnce(before), path) };
  }
  const merge = mergeOf(writer);
  const { first, last, path } = writer.block(inner, where);
  writer.say(`${id}{ ${thrower} }`, `${id} ^error(${code}) > ${first}`);
  writer.say(`${id} > ${merge}`, `${last} > ${merge}`);
  return { first: id, last: merge, path: inTurn(atOnce(before), path) };
}

function writeFailed(
  writer: Writer,
  { inner, isInside }: BlockOf<'error'>,
  where: Surroundings,
): Written {
  const [service, code] = [writer.id('V'), writer.id('X')];
  const failed = by({ fail: service, error: code });
  if (isInside) {
    const id = writer.id('S');
    const { text, path } = writer.process(inner, where);
    writer.say(`${id}{ start > svc(${service}) > end; on error(*){ ${text} } }`);
    return { first: id, last: id, path: inTurn(failed, path) };
  }
  const merge = mergeOf(writer);
  const { first, last, path } = writer.block(inner, where);
  writer.say(`svc(${service}) ^error(${code}) > ${first}`);
  writer.say(`${service} > ${merge}`, `${last} > ${merge}`);
  return { first: service, last: merge, path: inTurn(failed, path) };
}

function writeEscalation(
  writer: Writer,
  { inner, isInterrupting }: BlockOf<'escalation'>,
  where: Surroundings,
): Written {
  const [id, code, after] = [writer.id('S'), writer.id('X'), writer.id('U')];
  const thrower = `start > throw(${writer.id('T')}, escalation ${code}) > user(${after}) > end`;
  writer.say(`${id}{ ${thrower} }`);
  const { first, last, path } = writer.block(inner, where);
  if (!isInterrupting) {
    writer.say(`${id} ^~escalation(${code}) > ${first}`, `${last} > end`);
    return { first: id, last: id, path: inTurn(path, by({ complete: after }, after)) };
  }
  const merge = mergeOf(writer);
  writer.say(`${id} ^escalation(${code}) > ${first}`);
  writer.say(`${id} > ${merge}`, `${last} > ${merge}`);
  return { first: id, last: merge, path };
}

function writeHandler(
  writer: Writer,
  { by: wanted, inner, isInterrupting, times }: BlockOf<'handler'>,
  where: Surroundings,
): Written {
  const id = writer.id('S');
  const { event, command, trigger } = eventOf(writer, wanted, where, times);
  const around = isInterrupting ? where : insideOf(where, trigger);
  // A cycle that interrupts comes once.
  const handler = writer.process(inner, around);
  const user = writer.id('U');
  const sign = isInterrupting ? '' : '~';
  writer.say(`${id}{ start > user(${user}) > end; on${sign} ${event.called}{ ${handler.text} } }`);
  const most = isInterrupting || trigger === 'condition' ? 1 : times;
  const each = Array.from({ length: Math.min(most, times) }, () =>
    inTurn(by(command), handler.path),
  );
  const isStopped = isInterrupting && each.length > 0;
  const rest = isStopped ? atOnce() : by({ complete: user }, user);
  return { first: id, last: id, path: inTurn(...each, rest) };
}

/** Tasks in a scope of their own; what can be undone is, last first. */
function writeUndo(writer: Writer, block: BlockOf<'undo'>, where: Surroundings): Written {
  const id = writer.id(block.isTransaction ? 'X' : 'S');
  const { text, result } = writer.apart(() => {
    const steps = block.steps.map((step) => writeStep(writer, step));
    const inner = writer.block(block.inner, where);
    const { first, last, path } = writer.row([...steps.map(({ written }) => written), inner]);
    const end = block.isTransaction ? 'cancelEnd' : `comp(${writer.id('T')}) > end`;
    writer.say(`start > ${first}`, `${last} > ${end}`);
    const undone = steps.flatMap(({ undoneBy }) => undoneBy).reverse();
    return inTurn(path, atOnce(...undone));
  });
  if (!block.isTransaction) {
    writer.say(`${id}{ ${text} }`);
    return { first: id, last: id, path: result };
  }
  const merge = mergeOf(writer);
  writer.say(`tx ${id}{ ${text} }`, `${id} ^cancel > ${merge}`, `${id} > ${merge}`);
  return { first: id, last: merge, path: result };
}

/** A step, and who undoes it, in the order of completion. */
interface WrittenStep {
  readonly written: Written;
  readonly undoneBy: readonly string[];
}

function writeStep(writer: Writer, { isUser, isUndone, within }: UndoStep): WrittenStep {
  const inner = within.length > 0 ? writeSteps(writer, within) : undefined;
  const written = inner?.written ?? (isUser ? writer.user() : writer.task());
  if (!isUndone) return { written, undoneBy: inner?.undoneBy ?? [] };
  const handler = writer.id('H');
  writer.say(`${written.first} ^undo ${handler}`);
  return { written, undoneBy: [handler] };
}

function writeSteps(writer: Writer, within: readonly UndoStep[]): WrittenStep {
  const id = writer.id('S');
  const { text, result } = writer.apart(() => {
    const steps = within.map((step) => writeStep(writer, step));
    const { first, last, path } = writer.row(steps.map(({ written }) => written));
    writer.say(`start > ${first}`, `${last} > end`);
    return { path, undoneBy: steps.flatMap(({ undoneBy }) => undoneBy) };
  });
  writer.say(`${id}{ ${text} }`);
  const written = { first: id, last: id, path: result.path };
  return { written, undoneBy: result.undoneBy };
}
