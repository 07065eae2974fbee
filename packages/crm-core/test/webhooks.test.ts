/**
 * Webhooks: signed, told at least once, tried again, given up.
 */
import { describe, expect, test } from 'vitest';
import {
  type SendWebhook,
  signWebhook,
  verifyWebhook,
  type WebhookRequest,
} from '@kontor/crm-core';
import { openOffice } from './crm-fixture.ts';

const secret = `whsec_${btoa('0123456789abcdef01234567')}`;
const next = `whsec_${btoa('another secret of 24 byte')}`;
const hook = {
  id: 'erp',
  url: 'https://erp.example/hook',
  types: ['crm.account.*'],
  secrets: [secret],
};

async function openHooks() {
  const office = await openOffice({ hasWebhooks: true });
  const { crm } = office;
  await crm.webhooks.subscribe(hook);
  await crm.system('test').create('account', { name: 'Hansa' });
  await crm.system('test').create('contact', { surname: 'Berg' });
  return office;
}

/** Answers with these states in turn, the last one for ever, and keeps what was sent. */
function receiver(...statuses: readonly number[]) {
  const sent: WebhookRequest[] = [];
  const send: SendWebhook = async (request) => {
    const status = statuses[Math.min(sent.length, statuses.length - 1)]!;
    sent.push(request);
    if (status === 0) throw new Error('connection refused');
    return { status };
  };
  return { sent, send };
}

/** What differs from what was sent. */
interface Given {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly secrets?: readonly string[];
  readonly now?: number;
}

describe('the signature', () => {
  const signable = { id: 'msg_1', now: 1_700_000_000_000, body: '{"a":1}' };
  const headers = signWebhook(signable, [secret]);

  test('is that of the specification', () => {
    // HMAC-SHA256 of 'msg_1.1700000000.{"a":1}', by openssl.
    expect(headers).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': 'v1,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8=',
    });
  });

  test.each([
    ['as it was sent', {}, true],
    ['with another body', { body: '{"a":2}' }, false],
    ['of another id', { headers: { ...headers, 'webhook-id': 'msg_2' } }, false],
    ['without its signature', { headers: { ...headers, 'webhook-signature': '' } }, false],
    ['six minutes later', { now: signable.now + 360_000 }, false],
    ['of a time that is none', { headers: { ...headers, 'webhook-timestamp': 'x' } }, false],
    ['by a secret that came after', { secrets: [next] }, false],
    ['while secrets change', { secrets: [next, secret] }, true],
  ] as readonly (readonly [string, Given, boolean])[])(
    '%s: taken or refused',
    (_, given, isGood) => {
      const { secrets = [secret], now = signable.now, ...request } = given;
      const verify = () =>
        verifyWebhook({ headers, body: signable.body, ...request }, secrets, { now });
      if (isGood) expect(verify()).toBe('msg_1');
      else expect(verify).toThrow(expect.objectContaining({ code: 'CRM_BAD_SIGNATURE' }));
    },
  );

  test('a secret that is none is refused when one subscribes', async () => {
    const { crm } = await openOffice();
    await expect(crm.webhooks.subscribe({ ...hook, secrets: ['abc'] })).rejects.toMatchObject({
      details: { issues: [{ path: 'secret' }] },
    });
  });
});

describe('deliver', () => {
  test('tells those who subscribed, once, with the id of the event', async () => {
    const { crm, clock } = await openHooks();
    const { sent, send } = receiver(200);
    expect(await crm.webhooks.deliver({ send })).toEqual({ delivered: 1, failed: 0, dead: 0 });
    expect(await crm.webhooks.deliver({ send })).toEqual({ delivered: 0, failed: 0, dead: 0 });
    const [{ url, headers, body }] = sent as [WebhookRequest];
    expect(url).toBe(hook.url);
    const event = JSON.parse(body) as { id: string; type: string };
    expect(event.type).toBe('crm.account.created');
    expect(verifyWebhook({ headers, body }, [secret], { now: clock.now() })).toBe(event.id);
  });

  test('tries again after 5 s, 5 min, 30 min …', async () => {
    const { crm, clock } = await openHooks();
    const { sent, send } = receiver(500, 0, 429, 204);
    const seen: string[] = [];
    for (const wait of [0, 4_999, 1, 299_999, 1, 1_800_000]) {
      clock.advance(wait);
      const { delivered, failed } = await crm.webhooks.deliver({ send });
      seen.push(`${sent.length} sent, ${delivered} delivered, ${failed} failed`);
    }
    expect(seen).toEqual([
      '1 sent, 0 delivered, 1 failed',
      '1 sent, 0 delivered, 0 failed',
      '2 sent, 0 delivered, 1 failed',
      '2 sent, 0 delivered, 0 failed',
      '3 sent, 0 delivered, 1 failed',
      '4 sent, 1 delivered, 0 failed',
    ]);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('gives up after the last retry, and begins anew when it is told to', async () => {
    const { crm, clock } = await openHooks();
    const { sent, send } = receiver(503);
    for (let round = 0; round < 12; round++) {
      await crm.webhooks.deliver({ send });
      clock.advance(24 * 3_600_000);
    }
    expect(sent).toHaveLength(10);
    const [dead] = await crm.webhooks.deliveries('dead');
    expect(dead).toMatchObject({ webhook: 'erp', outcome: '503', attempts: 10 });
    await crm.webhooks.redeliver(dead!.id);
    expect((await crm.webhooks.deliver({ send: receiver(200).send })).delivered).toBe(1);
  });

  test('a receiver that is gone is told nothing more', async () => {
    const { crm } = await openHooks();
    const { send } = receiver(410);
    expect(await crm.webhooks.deliver({ send })).toMatchObject({ dead: 1 });
    expect((await crm.webhooks.list())[0]).toMatchObject({ isActive: false });
    await crm.system('test').create('account', { name: 'Nordwind' });
    expect(await crm.webhooks.deliver({ send })).toEqual({ delivered: 0, failed: 0, dead: 0 });
  });

  test('what one process has claimed the other leaves, until the claim has run out', async () => {
    const { crm, clock } = await openHooks();
    let release: (answer: { status: number }) => void = () => undefined;
    const slow = crm.webhooks.deliver({
      send: () => new Promise((resolve) => (release = resolve)),
      leaseMs: 1000,
    });
    const { sent, send } = receiver(200);
    while (release.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await crm.webhooks.deliver({ send });
    expect(sent).toHaveLength(0);
    clock.advance(1001);
    expect(await crm.webhooks.deliver({ send })).toMatchObject({ delivered: 1 });
    // The first one comes back too late: nothing changes.
    release({ status: 500 });
    expect(await slow).toEqual({ delivered: 0, failed: 0, dead: 0 });
    expect(await crm.webhooks.deliveries('done')).toHaveLength(1);
  });

  test('who ends his subscription is told nothing of what was on its way', async () => {
    const { crm } = await openHooks();
    const { send } = receiver(500);
    await crm.webhooks.deliver({ send });
    await crm.webhooks.unsubscribe('erp');
    expect(await crm.webhooks.deliveries('due')).toEqual([]);
    expect(await crm.webhooks.list()).toEqual([]);
  });
});
