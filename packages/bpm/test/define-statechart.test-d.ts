/**
 * What the compiler knows of a statechart that is being written, and what it refuses.
 *
 * Nothing here is run: the compiler is the test (`npm run typecheck`). Each `@ts-expect-error` is a
 * mistake of an author; the compiler complains here when it would let one pass.
 */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { service } from '../src/contract.ts';
import { feel, process, statechart, type StateIds } from '../src/define.ts';

const data = { amount: z.number().default(0), owner: z.string() };
const events = { qualify: z.object({ amount: z.number() }), lose: z.object({}) };
const rate = service('rate', {
  input: z.object({ amount: z.number() }),
  output: z.object({ grade: z.string() }),
});

export function namesAreKnown(): void {
  const deal = statechart('deal', {
    data,
    events,
    initial: 'open',
    states: {
      open: {
        initial: 'new',
        states: {
          new: {
            on: { qualify: { to: 'won', do: [{ assign: { amount: '_event.data.amount' } }] } },
            after: { P30D: 'lost' },
            invoke: { service: rate, in: { amount: 'amount' }, out: { owner: 'grade' } },
          },
        },
        on: { lose: 'lost' },
      },
      won: { type: 'final' },
      lost: { type: 'final' },
    },
  });
  expectTypeOf<StateIds<typeof deal>>().toEqualTypeOf<'open' | 'new' | 'won' | 'lost'>();
  deal.event('lose');
  deal.event('qualify', { amount: 3 });
  deal.start({ amount: 3 });
  // @ts-expect-error an event that is not declared
  deal.event('win');
  // @ts-expect-error an event without what it carries
  deal.event('qualify');
  // @ts-expect-error an event with another type of what it carries
  deal.event('qualify', { amount: 'much' });
  // @ts-expect-error data of another type
  deal.start({ amount: 'much' });
}

export function targetsExist(): void {
  // @ts-expect-error the initial state
  statechart('c', { initial: 'b', states: { a: {} } });
  // @ts-expect-error the target of an event
  statechart('c', { events, initial: 'a', states: { a: { on: { lose: 'b' } } } });
  // @ts-expect-error the target of an arrow
  statechart('c', { events, initial: 'a', states: { a: { on: { lose: { to: 'b' } } } } });
  // @ts-expect-error one of several targets
  statechart('c', { events, initial: 'a', states: { a: { on: { lose: { to: ['a', 'b'] } } } } });
  // @ts-expect-error the target of one of several arrows
  statechart('c', { events, initial: 'a', states: { a: { on: { lose: [{ to: 'b' }] } } } });
  // @ts-expect-error the target of a delay
  statechart('c', { initial: 'a', states: { a: { after: { P1D: 'b' } } } });
  // @ts-expect-error the target of a transition without an event
  statechart('c', { initial: 'a', states: { a: { always: 'b' } } });
  // @ts-expect-error where a state begins that is not inside of it
  statechart('c', { initial: 'a', states: { a: { initial: 'b', states: { c: {} } }, b: {} } });
  // @ts-expect-error what a history leads to
  statechart('c', { initial: 'a', states: { a: {}, h: { type: 'history', default: 'b' } } });
}

export function eventsAndDataAreDeclared(): void {
  // @ts-expect-error an event that is not declared
  statechart('c', { events, initial: 'a', states: { a: { on: { win: 'a' } } } });
  // @ts-expect-error an event that is raised
  statechart('c', { events, initial: 'a', states: { a: { entry: [{ raise: 'win' }] } } });
  // @ts-expect-error an event that is sent
  statechart('c', { events, initial: 'a', states: { a: { exit: [{ send: 'win' }] } } });
  // @ts-expect-error a variable that is not declared
  statechart('c', { data, initial: 'a', states: { a: { entry: [{ assign: { sum: '1' } }] } } });
  // @ts-expect-error a type of state
  statechart('c', { initial: 'a', states: { a: { type: 'choice' } } });
  // @ts-expect-error a member of an arrow
  statechart('c', { events, initial: 'a', states: { a: { on: { lose: { too: 'a' } } } } });
}

export function servicesKeepTheirContract(): void {
  statechart('c', {
    data,
    initial: 'a',
    // @ts-expect-error an input that it does not take
    states: { a: { invoke: { service: rate, in: { sum: 'amount' } } } },
  });
  statechart('c', {
    data,
    initial: 'a',
    // @ts-expect-error an output that it does not give
    states: { a: { invoke: { service: rate, out: { owner: 'name' } } } },
  });
  statechart('c', {
    data,
    initial: 'a',
    // @ts-expect-error a variable that is not declared
    states: { a: { invoke: { service: rate, out: { name: 'grade' } } } },
  });
}

const delivery = process('delivery', { input: z.object({ order: z.string() }) })
  .service('rate', rate, { in: { amount: feel('1') } })
  .build();

export function processesKeepTheirTypes(): void {
  statechart('c', {
    data,
    initial: 'a',
    states: {
      a: {
        invoke: {
          process: delivery,
          in: { order: 'owner' },
          out: { owner: 'grade' },
          done: 'b',
          failed: 'b',
        },
      },
      b: {},
    },
  });
  statechart('c', {
    data,
    initial: 'a',
    // @ts-expect-error an input that it does not take
    states: { a: { invoke: { process: delivery, in: { sum: 'amount' } } } },
  });
  statechart('c', {
    data,
    initial: 'a',
    // @ts-expect-error a variable that it does not end with
    states: { a: { invoke: { process: delivery, out: { owner: 'name' } } } },
  });
  statechart('c', {
    data,
    initial: 'a',
    // @ts-expect-error a target that is no state
    states: { a: { invoke: { process: delivery, failed: 'b' } } },
  });
}

export function messagesAndSignalsAreDeclared(): void {
  const sent = {
    messages: { paid: z.object({ sum: z.number() }) },
    signals: { closed: z.object({ day: z.string() }) },
  };
  statechart('c', {
    ...sent,
    data,
    initial: 'a',
    states: {
      a: {
        entry: [
          { message: 'paid', key: 'owner', data: { sum: 'amount' } },
          { signal: 'closed', data: { day: '"Monday"' } },
        ],
      },
    },
  });
  // @ts-expect-error a message that is not declared
  statechart('c', { ...sent, initial: 'a', states: { a: { entry: [{ message: 'lost' }] } } });
  // @ts-expect-error a signal that is not declared
  statechart('c', { ...sent, initial: 'a', states: { a: { entry: [{ signal: 'paid' }] } } });
  statechart('c', {
    ...sent,
    initial: 'a',
    // @ts-expect-error a member that the message does not carry
    states: { a: { entry: [{ message: 'paid', data: { total: '1' } }] } },
  });
  statechart('c', {
    ...sent,
    initial: 'a',
    // @ts-expect-error a member that the signal does not carry
    states: { a: { exit: [{ signal: 'closed', data: { sum: '1' } }] } },
  });
}
