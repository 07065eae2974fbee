/**
 * Live membership, measured: what one change of a contact costs, beside asking json-rules-engine
 * about that contact, and beside itself with a hundredth of the contacts.
 */
import { and, type FieldKinds, field } from '@kontor/crm-core';
import { defineSegments, Membership, type SegmentDefinition } from '@kontor/crm-core/segments';
import {
  contactKinds,
  type ContactRecord,
  contactRecords,
  contactSegment,
  frequentNames,
} from '../../packages/crm-core/bench/contact-segment.ts';
import {
  type RuleCondition,
  type RulesEngine,
  rulesEngine,
  segmentConditions,
} from '../rules-engine.ts';
import { measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of live membership. */
export const suite: Suite = {
  engine: 'crm-core',
  run: async (options) => {
    const contacts = contactRecords(options.quick ? 10_000 : 1_000_000);
    const few = contacts.slice(0, contacts.length / 100);
    const all = await changesOf(contacts, options);
    const ofFew = await changesOf(few, options);
    const size = `${contacts.length.toLocaleString('en')} contacts, 100 segments, 3 touched`;
    const unit = 'changes/CPU s';
    return [
      {
        name: 'a change of a contact, beside a hundredth of the contacts',
        size,
        unit,
        ours: all.rate,
        peer: ofFew.rate,
        ratio: all.rate / ofFew.rate,
        peerName: `${few.length.toLocaleString('en')} contacts`,
        resultsEqual: all.isExact && ofFew.isExact,
      },
      ...(await againstRules(few, all.rate, { size, unit }, options)),
    ];
  },
};

const now = Date.parse('2026-01-01T00:00:00.000Z');
const kinds: FieldKinds = contactKinds;
const near = field('postcode').between(1000, 1999);

const PHONES = 97;

/** Three segments that read the postcode, one of them by way of another, and many that do not. */
const definitions: readonly SegmentDefinition[] = [
  { id: 'w2', where: contactSegment },
  { id: 'near', where: near },
  { id: 'nearest', where: and({ segment: 'near' }, field('postcode').lt(1500)) },
  ...Array.from({ length: PHONES }, (_, i) => ({
    id: `phone-${i}`,
    where: field('phone').startsWith(String(i)),
  })),
];

/** So many contacts, spread over all, get another postcode again and again. */
const CHANGED = 1000;

async function changesOf(contacts: readonly ContactRecord[], options: SuiteOptions) {
  const segments = defineSegments(definitions, kinds);
  const membership = new Membership<ContactRecord>(segments, { now });
  membership.load(contacts);
  const changed = Math.min(CHANGED, contacts.length);
  const step = Math.floor(contacts.length / changed);
  // Two states by turns, made before: what is measured is the change, not the making of records.
  const states = [0, 1].map((turn) =>
    Array.from({ length: changed }, (_, at): ContactRecord => {
      const contact = contacts[at * step]!;
      return { ...contact, postcode: (contact.postcode + 700 * turn) % 5000 };
    }),
  );
  let turn = 0;
  const seconds = await measure(() => {
    turn++;
    for (const contact of states[turn % 2]!) membership.put(contact, now);
  }, options);
  const current = [...contacts];
  states[turn % 2]!.forEach((contact, at) => (current[at * step] = contact));
  const counted = current.filter(({ postcode }) => postcode >= 1000 && postcode <= 1999).length;
  return { rate: changed / seconds, isExact: membership.count('near') === counted };
}

/** The peer keeps nothing and has no list of what reads a field: it is asked about all segments. */
async function againstRules(
  contacts: readonly ContactRecord[],
  ours: number,
  row: Pick<Row, 'size' | 'unit'>,
  options: SuiteOptions,
): Promise<Row[]> {
  const engine = await rulesEngine();
  if (engine === undefined) return [];
  addRules(engine);
  const asked = contacts.slice(0, 100);
  const found = async (): Promise<string[]> => {
    const members: string[] = [];
    for (const contact of asked) {
      const { events } = await engine.run(contact);
      members.push(...events.map(({ type }) => `${type} ${contact.id}`));
    }
    return members.sort();
  };
  const membership = new Membership<ContactRecord>(defineSegments(definitions, kinds), { now });
  membership.load(asked);
  const kept = definitions.flatMap(({ id }) =>
    membership.members(id).map((contact) => `${id} ${contact}`),
  );
  const peer = asked.length / (await measure(found, options));
  return [
    {
      ...row,
      name: 'a change of a contact: who joins and leaves, and why',
      ours,
      peer,
      peerName: 'json-rules-engine',
      ratio: ours / peer,
      resultsEqual: kept.sort().join() === (await found()).join(),
    },
  ];
}

/** The segments as rules, of which none can ask for another. */
function addRules(engine: RulesEngine): void {
  const w2 = segmentConditions(frequentNames);
  const isNear = w2.filter(({ fact }) => fact === 'postcode');
  const below = { fact: 'postcode', operator: 'lessThan', value: 1500 };
  const rule = (type: string, all: readonly RuleCondition[]): void => {
    engine.addRule({ conditions: { all }, event: { type } });
  };
  rule('w2', w2);
  rule('near', isNear);
  rule('nearest', [...isNear, below]);
  for (let i = 0; i < PHONES; i++) {
    rule(`phone-${i}`, [{ fact: 'phone', operator: 'startsWith', value: String(i) }]);
  }
}
