/**
 * A CRM under torture: users who create, change, remove and bring back the same few accounts side
 * by side, through two CRMs on a store that fails, and a messenger who empties the outbox and is
 * told nothing now and then.
 *
 * Every command says why, and its reason is a name of its own: so the log tells whether it happened
 * once, twice or not at all (crm-laws.ts).
 */
import { accountObject, Crm, CrmError, leadObject } from '@kontor/crm-core';
import { manualClock, type Random, seededRandom, sequentialIds } from '@kontor/kernel';
import { faultyStore } from '@kontor/kernel/testing';
import { checkCrmLaws, type CrmTold, type SimulatedCrm } from './crm-laws.ts';
import { type SimulationReport, untilNothingIsLeft } from './simulation.ts';
import type { World } from './store-simulation.ts';
import { attempt, drawWeather, faultsIn, insist, isTrouble, tryingBy } from './weather.ts';

const USERS = ['anna', 'ben', 'cid'] as const;
const DEEDS_EACH = 9;
/** Fewer than deeds, so that users meet. */
const ACCOUNTS = 3;

const objects = [accountObject(), leadObject()] as const;

const web = { id: 'web', fields: { firm: 'company', name: 'surname', mail: 'email' } } as const;

/** What comes of a command that meets what another user has done. */
const REFUSALS = [
  'CRM_UNKNOWN_RECORD',
  'CRM_CONFLICTING_EDIT',
  'CRM_DUPLICATE_ID',
  'CRM_DUPLICATE_VALUE',
] as const;

/** Runs the world of a seed; throws when a law is broken. */
export async function runCrmWorld(world: World, seed: number): Promise<SimulationReport> {
  const random = seededRandom(seed);
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const doors = { clock, ids: sequentialIds('r'), objects, trying: tryingBy(random) };
  const calm = new Crm({ ...doors, store: world.store });
  await calm.prepare();
  const faulty = faultyStore(world.store, {
    seed: seed + 0x5eed,
    rates: drawWeather(random),
    reopen: () => world.reopen(),
  });
  const crms = [0, 1].map(() => new Crm({ ...doors, store: faulty }));
  const told: CrmTold = {
    given: new Set(),
    done: new Set(),
    captured: new Set(),
    delivered: new Map(),
  };
  const work = async (user: string): Promise<void> => {
    for (let n = 0; n < DEEDS_EACH; n++) {
      clock.advance(Math.floor(random() * 20_000));
      const crm = crms[Math.floor(random() * crms.length)]!;
      await doDeed(crm, { user, deed: `${user}-${n}`, random }, told);
      if (random() < 0.3) await deliver(crm, told);
    }
  };
  await Promise.all(USERS.map(work));
  await faulty.settled();
  const last = new Crm({ ...doors, store: await world.reopen() });
  await untilNothingIsLeft(async () => {
    await deliver(last, told);
    return (await last.events()).length > 0;
  }, 'the outbox of the CRM comes to its end');
  await checkCrmLaws(last, told);
  return { deeds: told.given.size, faults: faultsIn(faulty) };
}

interface Deed {
  readonly user: string;
  /** Its reason. */
  readonly deed: string;
  readonly random: Random;
}

/** One command; what came of it is noted only where there was an answer. */
async function doDeed(
  crm: SimulatedCrm,
  { user, deed, random }: Deed,
  told: CrmTold,
): Promise<void> {
  const session = crm.as({ user });
  const account = `account-${Math.floor(random() * ACCOUNTS)}`;
  const reason = { reason: deed };
  const kinds = [
    () => session.create('account', { id: account, name: 'Hansa', phone: deed }, reason),
    () => session.change('account', account, { phone: deed }, reason),
    () => session.change('account', account, { phone: deed, tags: [deed] }, reason),
    () => session.remove('account', account, reason),
    () => session.restore('account', account, reason),
    () =>
      session.upsert(
        'account',
        { name: deed },
        { externalId: { source: 'shop', id: account } },
        reason,
      ),
  ];
  told.given.add(deed);
  try {
    const draw = Math.floor(random() * (kinds.length + 1));
    if (draw === kinds.length) {
      const payload = { firm: 'Nord', name: deed, mail: `${deed}@nord.eu` };
      await insist(() =>
        session.leads.capture({ stream: web, payload, externalId: { source: 'web', id: deed } }),
      );
      told.captured.add(deed);
      return;
    }
    await kinds[draw]!();
    told.done.add(deed);
  } catch (error) {
    if (!isTrouble(error) && !REFUSALS.some((code) => CrmError.is(error, code))) throw error;
  }
}

/** Tells the world outside, and only then forgets: at least once. */
async function deliver(crm: SimulatedCrm, { delivered }: CrmTold): Promise<void> {
  const events = (await attempt(() => crm.events({ limit: 5 }))) ?? [];
  for (const { id } of events) delivered.set(id, (delivered.get(id) ?? 0) + 1);
  await attempt(() => crm.removeEvents(events.map(({ id }) => id)));
}
