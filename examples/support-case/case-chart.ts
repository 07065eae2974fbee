/** The lifecycle of a case: a chart, because it can be paused, escalated and reopened at any step. */
import { service } from '@kontor/bpm';
import { statechart } from '@kontor/bpm/define';
import { z } from 'zod';

/** Looks for an article that answers a question. */
export const findArticle = service('knowledge.find', {
  input: z.object({ subject: z.string() }),
  output: z.object({ article: z.string() }),
});

const nothing = z.object({});

/** A case of support. */
export const supportCase = statechart('support-case', {
  zone: 'Europe/Amsterdam',
  data: {
    subject: z.string().default(''),
    article: z.string().default(''),
    replies: z.number().default(0),
    reminders: z.number().default(0),
  },
  events: {
    take: nothing,
    ask: nothing,
    reply: z.object({ text: z.string() }),
    solve: nothing,
    reopen: nothing,
    remind: nothing,
  },
  initial: 'open',
  states: {
    open: {
      initial: 'triage',
      states: {
        triage: {
          invoke: {
            service: findArticle,
            in: { subject: 'subject' },
            out: { article: 'article' },
            done: 'queued',
            failed: 'queued',
          },
        },
        queued: { on: { take: 'working' }, after: { PT4H: 'escalated' } },
        escalated: { on: { take: 'working' } },
        working: { on: { ask: 'waiting', solve: 'solved' } },
        waiting: {
          entry: [{ send: 'remind', delay: 'P2D', id: 'reminder' }],
          exit: [{ cancel: 'reminder' }],
          on: {
            reply: { to: 'working', do: [{ assign: { replies: 'replies + 1' } }] },
            remind: { do: [{ assign: { reminders: 'reminders + 1' } }] },
          },
          after: { P7D: 'solved' },
        },
      },
    },
    solved: {
      on: {
        reopen: 'working',
        reply: { to: 'working', do: [{ assign: { replies: 'replies + 1' } }] },
      },
      after: { P14D: 'closed' },
    },
    closed: { type: 'final' },
  },
});
