/**
 * Writes a tree of blocks as a trace script: the model in the notation of the tests, and the
 * commands of the one path with the trace after each of them.
 */
import type { Command, Script } from '../traces/script.ts';
import type { Block } from './blocks.ts';
import { atOnce, by, inIteration, inTurn, sideBySide } from './expected-path.ts';
import { writeEventful } from './write-eventful.ts';
import { eventOf, type Surroundings, Writer, type Written } from './writer.ts';

/** The script of a block; its commands are played one after the other. */
export function scriptOf(block: Block): Script {
  const writer = new BlockWriter();
  const { text, path } = writer.process(block, { isBeside: false, isApart: false });
  const called = writer.called.map(([id, one]) => `process ${id}: ${one}`);
  const trace = [...path.lead];
  const commands = path.segments.map(({ command, trace: more }): Command => {
    trace.push(...more);
    return { ...command, expect: { trace: trace.join(' ') } };
  });
  return {
    id: 'random',
    source: 'what is expected follows from the structure',
    model: [text, ...called].join(' '),
    start: {},
    do: commands,
    expect: {
      trace: trace.join(' '),
      ended: 'completed',
      active: '',
      incidents: '',
      diagnostics: '',
      timers: 0,
    },
  };
}

/** Writes each block by its rule; those with events are written apart. */
class BlockWriter extends Writer {
  override block(block: Block, where: Surroundings): Written {
    switch (block.kind) {
      case 'task':
        return this.task();
      case 'user':
        return this.user();
      case 'service':
      case 'receive':
      case 'script':
      case 'catch':
        return this.#leaf(block, where);
      case 'sequence':
        return this.row(block.of.map((part) => this.block(part, where)));
      case 'exclusive':
        return this.#exclusive(block, where);
      case 'parallel':
        return this.#parallel(block);
      case 'inclusive':
        return this.#inclusive(block);
      case 'scope':
      case 'call':
        return this.#inside(block, where);
      case 'many':
        return this.#many(block, where);
      case 'loop':
        return this.#loop(block, where);
      default:
        return writeEventful(this, block, where);
    }
  }

  #leaf(
    block: Extract<Block, { kind: 'service' | 'receive' | 'script' } | { kind: 'catch' }>,
    where: Surroundings,
  ): Written {
    if (block.kind === 'catch') {
      const { event, command } = eventOf(this, block.by, where);
      const id = this.id('C');
      this.say(`catch(${id}, ${event.spoken})`);
      return { first: id, last: id, path: by(command) };
    }
    const id = this.id('L');
    if (block.kind === 'receive') {
      this.say(`recv(${id}, m${id})`);
      return { first: id, last: id, path: by({ message: { name: `m${id}` } }, id) };
    }
    this.say(block.kind === 'script' ? `script(${id}, 1 + 1)` : `svc(${id})`);
    const path = block.kind === 'script' ? atOnce(id) : by({ complete: id }, id);
    return { first: id, last: id, path };
  }

  #exclusive({ of, takes }: Block & { kind: 'exclusive' }, where: Surroundings): Written {
    const [split, join] = this.#gateways('xor');
    const paths = of.map((block, at) => {
      const { first, last, path } = this.block(block, where);
      this.say(`${split} >[${at === takes}] ${first}`, `${last} > ${join}`);
      return path;
    });
    return { first: split, last: join, path: paths[takes]! };
  }

  #gateways(kind: string): readonly [string, string] {
    const [split, join] = [this.id('G'), this.id('G')];
    this.say(`${kind}(${split})`, `${kind}(${join})`);
    return [split, join];
  }

  /** Each branch begins with a wait, so that the commands alone say whose turn it is. */
  #branch(block: Block): Written {
    return this.row([this.user(), this.block(block, { isBeside: true, isApart: true })]);
  }

  #parallel({ of, order }: Block & { kind: 'parallel' }): Written {
    const [split, join] = this.#gateways('and');
    const paths = of.map((block) => {
      const { first, last, path } = this.#branch(block);
      this.say(`${split} > ${first}`, `${last} > ${join}`);
      return path;
    });
    return { first: split, last: join, path: sideBySide(paths, order) };
  }

  #inclusive({ of, order, takes, dies }: Block & { kind: 'inclusive' }): Written {
    const [split, join] = this.#gateways('or');
    const paths = of.map((block, at) => {
      const { first, last, path } = this.#branch(block);
      const isTaken = at === 0 || takes[at]!;
      this.say(`${split} >[${isTaken}] ${first}`);
      if (at > 0 && dies[at]!) {
        const turn = this.id('G');
        this.say(`${last} > xor(${turn})`, `${turn} >[false] ${join}`, `${turn} >[default] end`);
      } else this.say(`${last} > ${join}`);
      return isTaken ? path : atOnce();
    });
    return { first: split, last: join, path: sideBySide(paths, order) };
  }

  #inside({ kind, inner }: Block & { kind: 'scope' | 'call' }, where: Surroundings): Written {
    const id = this.id('S');
    const isApart = where.isApart || kind === 'call';
    const { text, path } = this.process(inner, { ...where, isApart });
    if (kind === 'call') {
      this.called.push([`P${id}`, text]);
      this.say(`call(${id}, P${id})`);
    } else this.say(`${id}{ ${text} }`, `${id} ^message(never) > end`);
    return { first: id, last: id, path };
  }

  #many(block: Block & { kind: 'many' }, where: Surroundings): Written {
    const { inner, count, until, isParallel, order } = block;
    const id = this.id('S');
    const stops = until > 0 && until <= count;
    const done = stops ? until : count;
    const limit = stops ? `, nrOfCompletedInstances >= ${until}` : '';
    if (!isParallel) {
      const { text, path } = this.process(inner, { ...where, isApart: true });
      this.say(`${id}{ ${text} }*seq(${count}${limit})`);
      return { first: id, last: id, path: inTurn(...Array.from({ length: done }, () => path)) };
    }
    const { text, result } = this.apart(() => {
      const row = this.row([this.user(), this.block(plain(inner), where)]);
      this.say(`start > ${row.first}`, `${row.last} > end`);
      return row.path;
    });
    this.say(`${id}{ ${text} }*par(${count}${limit})`);
    const paths = Array.from({ length: done }, (_, at) => inIteration(result, at));
    const path = stops ? inTurn(...paths) : sideBySide(paths, order);
    return { first: id, last: id, path };
  }

  #loop({ inner, rounds }: Block & { kind: 'loop' }, where: Surroundings): Written {
    const id = this.id('S');
    const { text, path } = this.process(inner, { ...where, isApart: true });
    this.say(`${id}{ ${text} }*loop(loopCounter < ${rounds}, max 10)`);
    return { first: id, last: id, path: inTurn(...Array.from({ length: rounds }, () => path)) };
  }
}

/** A block in which the number of the iteration says all: without events, and iterations in it. */
function plain(block: Block): Block {
  switch (block.kind) {
    case 'task':
    case 'user':
    case 'service':
    case 'script':
      return block;
    case 'sequence':
    case 'exclusive':
      return { ...block, of: block.of.map(plain) };
    case 'scope':
      return { ...block, inner: plain(block.inner) };
    default:
      return { kind: 'user' };
  }
}
