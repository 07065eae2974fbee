/**
 * Delivering events to those who subscribed: each one at least once, in spite of crashes.
 *
 * An event waits in the dispatch list from the commit that it happened in; a round turns it into a
 * delivery for each subscription, claims what is due for a while, sends, and writes down what came
 * of it. A claim has a number, so that who comes back too late changes nothing.
 */
import { type Collection, collection, transact, type TryOptions } from '@kontor/kernel/store';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';
import type { RecordEvent } from '../record-event.ts';
import { signWebhook } from '../sign-webhook.ts';
import { isSubscribed, retryAt, type Webhook, webhook } from '../webhook.ts';
import type { CrmCore } from './crm-core.ts';
import { storeReader } from './store-reader.ts';

/** An event that no delivery was made of yet. */
export interface DispatchRow {
  readonly id: string;
  readonly event: RecordEvent;
}

/** Events that wait for their deliveries. */
export const dispatchRows: Collection<DispatchRow> = collection('crm_dispatch', {
  id: (row: DispatchRow) => row.id,
});

const webhooks: Collection<Webhook> = collection('crm_webhook', {
  id: (row: Webhook) => row.id,
  fields: { url: 'text', isActive: 'boolean' },
});

/** An event on its way to one who subscribed. */
export interface Delivery {
  /** `<event>|<webhook>`. */
  readonly id: string;
  readonly webhook: string;
  /** `due`: is to be tried at `dueAt`; `claimed`: is being tried until then. */
  readonly state: 'due' | 'claimed' | 'done' | 'dead';
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  readonly attempts: number;
  /** What the last try came to: `200`, or why there was no answer. */
  readonly outcome?: string | undefined;
  readonly event: RecordEvent;
}

const deliveries: Collection<Delivery> = collection('crm_delivery', {
  id: (row: Delivery) => row.id,
  fields: { webhook: 'text', state: 'text', dueAt: 'integer', attempts: 'integer' },
  indexes: { byDue: ['state', 'dueAt'], byWebhook: ['webhook', 'state'] },
});

/** All of them, for `prepare`. */
export const webhookCollections: readonly Collection[] = [dispatchRows, webhooks, deliveries];

/** What is sent. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends, with a time limit of its own; what it throws is a failure that is tried again. */
export type SendWebhook = (request: WebhookRequest) => Promise<{ readonly status: number }>;

/** How a round is done. */
export interface DeliverOptions {
  readonly send: SendWebhook;
  /** At most so many; 50 when left out. */
  readonly limit?: number | undefined;
  /** How long a claim holds; a minute when left out. Longer than `send` may take. */
  readonly leaseMs?: number | undefined;
  /** From 0 to 1, for the jitter of retries; none when left out. */
  readonly random?: (() => number) | undefined;
}

/** What a round came to. */
export interface DeliveryRound {
  readonly delivered: number;
  /** Failed, and tried again later. */
  readonly failed: number;
  /** Given up: after the last retry, or because the receiver said that it is gone. */
  readonly dead: number;
}

/** Says that a receiver wants nothing more. */
const GONE = 410;

/** Subscriptions of a CRM, and what is on its way to them. */
export class Webhooks {
  readonly #core: CrmCore;
  readonly #trying: TryOptions;

  constructor(core: CrmCore, trying: TryOptions) {
    this.#core = core;
    this.#trying = trying;
  }

  /**
   * Subscribes, or changes a subscription. Events that no round has looked at yet are told as well;
   * what was delivered to others before is not told again.
   *
   * @throws CrmError CRM_INVALID_INPUT — every fault with its path
   */
  async subscribe(subscription: z.input<typeof webhook>): Promise<Webhook> {
    const about = { code: 'CRM_INVALID_INPUT', what: 'The webhook' } as const;
    const checked = checkGiven(webhook, subscription, about);
    // A secret that is none is found now, not at the first delivery.
    signWebhook({ id: 'x', now: 0, body: '' }, checked.secrets);
    await this.#transact(async (tx) => tx.put(webhooks, checked));
    return checked;
  }

  /** All subscriptions, in the order of their ids. */
  list(): Promise<Webhook[]> {
    return storeReader(this.#core.store).scan(webhooks);
  }

  /** Ends a subscription; what is on its way to it is dropped. */
  async unsubscribe(id: string): Promise<void> {
    await this.#transact(async (tx) => {
      tx.remove(webhooks, id);
      for (const state of ['due', 'claimed'] as const) {
        const range = { index: 'byWebhook', equals: [id, state] };
        for (const row of await tx.scan(deliveries, range)) tx.remove(deliveries, row.id);
      }
    });
  }

  /** Deliveries of a state, those that are due first. */
  deliveries(state: Delivery['state'], { limit = 100 } = {}): Promise<Delivery[]> {
    const range = { index: 'byDue', equals: [state] };
    return storeReader(this.#core.store).scan(deliveries, range, { limit });
  }

  /**
   * Tries a delivery that was given up once more, with all its retries.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD
   */
  async redeliver(id: string): Promise<void> {
    await this.#transact(async (tx) => {
      const row = await tx.get(deliveries, id);
      if (row === undefined) throw new CrmError('CRM_UNKNOWN_RECORD', { object: 'delivery', id });
      tx.put(deliveries, { ...row, state: 'due', attempts: 0, dueAt: this.#core.clock.now() });
    });
  }

  /** Forgets deliveries that arrived. */
  async removeDone({ limit = 1000 } = {}): Promise<number> {
    return this.#transact(async (tx) => {
      const range = { index: 'byDue', equals: ['done'] };
      const rows = await tx.scan(deliveries, range, { limit });
      for (const { id } of rows) tx.remove(deliveries, id);
      return rows.length;
    });
  }

  /**
   * One round: delivers what is due. Several processes may do so at once; what one has claimed the
   * others leave, until the claim has run out.
   */
  async deliver(options: DeliverOptions): Promise<DeliveryRound> {
    const { limit = 50, leaseMs = 60_000 } = options;
    await this.#dispatch(limit);
    const claimed = await this.#claim(limit, leaseMs);
    const states = await Promise.all(claimed.map((row) => this.#deliverOne(row, options)));
    const count = (state: Delivery['state']): number =>
      states.filter((one) => one === state).length;
    return { delivered: count('done'), failed: count('due'), dead: count('dead') };
  }

  /** Makes deliveries of the events that wait. */
  async #dispatch(limit: number): Promise<void> {
    const now = this.#core.clock.now();
    await this.#transact(async (tx) => {
      const waiting = await tx.scan(dispatchRows, {}, { limit });
      if (waiting.length === 0) return;
      const subscriptions = await tx.scan(webhooks);
      for (const { id, event } of waiting) {
        tx.remove(dispatchRows, id);
        for (const one of subscriptions.filter((each) => isSubscribed(each, event.type))) {
          const row = { id: `${id}|${one.id}`, webhook: one.id, dueAt: now, attempts: 0, event };
          tx.put(deliveries, { ...row, state: 'due' });
        }
      }
    });
  }

  async #claim(limit: number, leaseMs: number): Promise<Delivery[]> {
    const now = this.#core.clock.now();
    return this.#transact(async (tx) => {
      const due: Delivery[] = [];
      for (const state of ['claimed', 'due'] as const) {
        const range = { index: 'byDue', equals: [state], to: now + 1 };
        due.push(...(await tx.scan(deliveries, range, { limit: limit - due.length })));
        if (due.length >= limit) break;
      }
      const claimed = due.map((row): Delivery => {
        return { ...row, state: 'claimed', dueAt: now + leaseMs, attempts: row.attempts + 1 };
      });
      for (const row of claimed) tx.put(deliveries, row);
      return claimed;
    });
  }

  async #deliverOne(row: Delivery, { send, random }: DeliverOptions): Promise<Delivery['state']> {
    const subscription = await storeReader(this.#core.store).get(webhooks, row.webhook);
    // It was ended while the claim was made; what was on its way is dropped with it.
    if (subscription === undefined) return 'dead';
    const body = JSON.stringify(row.event);
    const signed = signWebhook(
      { id: row.event.id, now: this.#core.clock.now(), body },
      subscription.secrets,
    );
    const headers = { 'content-type': 'application/json', ...signed };
    const answer = await send({ url: subscription.url, headers, body }).then(
      ({ status }) => ({ status, outcome: String(status) }),
      (error: unknown) => ({
        status: 0,
        outcome: error instanceof Error ? error.message : 'failed',
      }),
    );
    return this.#settle(row, answer, random?.() ?? 0);
  }

  async #settle(
    row: Delivery,
    { status, outcome }: { readonly status: number; readonly outcome: string },
    jitter: number,
  ): Promise<Delivery['state']> {
    const now = this.#core.clock.now();
    return this.#transact(async (tx) => {
      const current = await tx.get(deliveries, row.id);
      // Another process has claimed it since: its answer counts.
      if (current?.state !== 'claimed' || current.attempts !== row.attempts) return 'claimed';
      const told = { ...current, outcome: outcome.slice(0, 500) };
      if (status >= 200 && status < 300) {
        tx.put(deliveries, { ...told, state: 'done' });
        return 'done';
      }
      const next = status === GONE ? undefined : retryAt(now, row.attempts, jitter);
      if (next !== undefined) {
        tx.put(deliveries, { ...told, state: 'due', dueAt: next });
        return 'due';
      }
      tx.put(deliveries, { ...told, state: 'dead' });
      const subscription = status === GONE ? await tx.get(webhooks, row.webhook) : undefined;
      if (subscription !== undefined) tx.put(webhooks, { ...subscription, isActive: false });
      return 'dead';
    });
  }

  #transact<Result>(work: Parameters<typeof transact<Result>>[1]): Promise<Result> {
    return transact(this.#core.store, work, this.#trying);
  }
}
