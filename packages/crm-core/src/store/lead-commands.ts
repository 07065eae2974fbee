/**
 * Leads in the store: taken in, looked up among those who are there, converted.
 */
import { day, formatDay, type Json } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import { convertLead, type FieldMap, standardFieldMap } from '../lead/convert-lead.ts';
import { type LeadStream, leadValues } from '../lead/lead-stream.ts';
import type { ExternalId } from '../record/external-id.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { findParties, namedMatches, type PartyMatch, partyOf } from './find-parties.ts';
import { openDeal, type RunCommand } from './opportunity-commands.ts';
import { recordOf } from './record-collection.ts';
import { changeRecord, createRecord, requireRecord } from './save-record.ts';
import { findExternally, nameExternally } from './upsert-record.ts';

/** The records that leads have to do with, by their objects. */
export interface LeadRecords {
  readonly lead: object;
  readonly account: object;
  readonly contact: object;
  readonly opportunity: object;
}

/** The commands of leads. */
export class LeadCommands<Records extends LeadRecords> {
  readonly #run: RunCommand;

  constructor(run: RunCommand) {
    this.#run = run;
  }

  /**
   * Takes a lead in: a new one, or one more sign of an open lead of the same address.
   *
   * @throws CrmError CRM_INVALID_DEFINITION — a stream with faults
   * @throws CrmError CRM_INVALID_INPUT — what came in, or a value of it, has faults
   */
  capture(capture: Capture): Promise<Captured<Records['lead']>> {
    return this.#run((work) => captureLead(work, capture) as Promise<never>);
  }

  /**
   * Converts a lead to an account with a contact and, if it is given, an opportunity, in one
   * commit; its activities go with it.
   *
   * @throws CrmError CRM_POSSIBLE_DUPLICATES — records that it may be, and nobody said which
   * @throws CrmError CRM_ALREADY_CONVERTED, CRM_UNKNOWN_RECORD, CRM_INVALID_INPUT
   */
  convert(id: string, options: ConvertOptions = {}): Promise<Converted<Records>> {
    return this.#run((work) => convertStoredLead(work, id, options)) as Promise<never>;
  }
}

/** What came in. */
export interface Capture {
  readonly stream: LeadStream;
  /** By the stream's names of fields. */
  readonly payload: unknown;
  /** What the stream calls it: a hook that comes twice makes one lead. */
  readonly externalId?: ExternalId | undefined;
}

/** What became of it. */
export interface Captured<Lead = CrmRecord> {
  readonly lead: Lead;
  /**
   * `joined`: there was an open lead of the same address, which was given what it lacked. `known`:
   * the same came before, by its external id; nothing was written.
   */
  readonly action: 'created' | 'joined' | 'known';
  /** Contacts and accounts that it may be; not looked for where it is known. */
  readonly matches: readonly PartyMatch[];
}

async function captureLead(
  work: CrmWork,
  { stream, payload, externalId }: Capture,
): Promise<Captured> {
  const values = leadValues(stream, payload);
  const known = externalId && (await findExternally(work, 'lead', externalId));
  // The same again: what people have made of the lead since then stays.
  if (known !== undefined) return { lead: known, action: 'known', matches: [] };
  const party = partyOf(values);
  const matches = [
    ...(await findParties(work, 'contact', party)),
    ...(await findParties(work, 'account', party)),
  ];
  const reason = `came in by ${stream.id}`;
  const open = (await findParties(work, 'lead', party)).find(
    ({ record, rules }) => rules.includes('email') && isOpen(record),
  );
  if (open !== undefined) {
    const lacking = Object.entries(values).filter(([f]) => valueOf(open.record, f) === null);
    const details = { stream: stream.id, values };
    const change = { verb: 'captured', values: Object.fromEntries(lacking), reason, details };
    const lead = await changeRecord(work, open.record, change);
    nameExternally(work, lead, externalId);
    return { lead, action: 'joined', matches };
  }
  const id = work.core.ids.next();
  const lead = await createRecord(work, 'lead', id, { verb: 'created', values, reason });
  nameExternally(work, lead, externalId);
  return { lead, action: 'created', matches };
}

const isOpen = (lead: CrmRecord): boolean =>
  lead['status'] === 'new' || lead['status'] === 'working' || lead['status'] === 'qualified';

/** How a lead is converted. */
export interface ConvertOptions {
  /** The id of an account or a contact that is there; `new` for another one in spite of matches. */
  readonly account?: string | undefined;
  readonly contact?: string | undefined;
  /** What the opportunity is to have beside what the lead gives it; none = no opportunity. */
  readonly opportunity?:
    | ({ readonly pipeline: string; readonly stage?: string } & Readonly<Record<string, Json>>)
    | undefined;
  /** Where fields go beside, or instead of, the standard ones. */
  readonly fieldMap?: Partial<FieldMap> | undefined;
  readonly reason?: string | undefined;
}

/** What a lead became. */
export interface Converted<Records extends LeadRecords = Record<keyof LeadRecords, CrmRecord>> {
  readonly lead: Records['lead'];
  readonly account: Records['account'];
  readonly contact: Records['contact'];
  readonly opportunity?: Records['opportunity'] | undefined;
  /** Activities that go on under the new records. */
  readonly activities: number;
}

async function convertStoredLead(
  work: CrmWork,
  id: string,
  options: ConvertOptions,
): Promise<Converted> {
  const lead = await requireRecord(work, 'lead', id);
  const chosen = await chosenRecord(work, lead, 'contact', options.contact);
  const account =
    options.account === undefined && chosen !== undefined
      ? await accountOf(work, chosen)
      : await chosenRecord(work, lead, 'account', options.account);
  const today = day(work.now.slice(0, 10));
  const decision = convertLead({
    lead,
    account,
    contact: chosen,
    opportunity: options.opportunity,
    quarterEndsOn: formatDay(work.core.fiscal.periodOf(today, 'quarter').last),
    fieldMap: mergedMap(options.fieldMap),
  });
  if (!decision.ok) {
    throw new CrmError(
      decision.refusal.code as 'CRM_INVALID_INPUT',
      decision.refusal.details as never,
    );
  }
  const { plan } = decision;
  const reason = options.reason ?? `the lead '${id}' was converted`;
  const save = (object: string, values: Readonly<Record<string, Json>>, existing?: CrmRecord) =>
    existing === undefined
      ? createRecord(work, object, work.core.ids.next(), { verb: 'created', values, reason })
      : changeRecord(work, existing, { verb: 'changed', values, reason });
  const savedAccount = await save('account', plan.account.values, account);
  const ofAccount = { account: savedAccount.id };
  const contact = await save('contact', { ...plan.contact.values, ...ofAccount }, chosen);
  const party = { ...ofAccount, contact: contact.id };
  const opportunity =
    plan.opportunity === undefined
      ? undefined
      : await openDeal(work, { ...plan.opportunity.values, ...party } as never, reason);
  const to = { ...party, ...(opportunity !== undefined && { opportunity: opportunity.id }) };
  const converted = await changeRecord(work, lead, {
    verb: 'converted',
    values: { status: 'converted', convertedAt: work.now, ...to },
    reason: options.reason,
  });
  const activities = await moveActivities(work, id, to, reason);
  return { lead: converted, account: savedAccount, contact, opportunity, activities };
}

/** The one that was named; none where a new one was asked for, or nothing looks the same. */
async function chosenRecord(
  work: CrmWork,
  lead: CrmRecord,
  object: 'account' | 'contact',
  choice: string | undefined,
): Promise<CrmRecord | undefined> {
  if (choice === 'new') return undefined;
  if (choice !== undefined) return requireRecord(work, object, choice);
  // Of one that was converted already, the rule tells what it became.
  if (lead['status'] === 'converted') return undefined;
  const matches = await findParties(work, object, partyOf(lead));
  if (matches.length === 0) return undefined;
  throw new CrmError('CRM_POSSIBLE_DUPLICATES', { object, candidates: namedMatches(matches) });
}

/** A contact that is there brings its account. */
async function accountOf(work: CrmWork, contact: CrmRecord): Promise<CrmRecord | undefined> {
  const id = valueOf(contact, 'account');
  return typeof id === 'string' ? requireRecord(work, 'account', id) : undefined;
}

function mergedMap(given: Partial<FieldMap> = {}): FieldMap {
  const merged = (object: keyof FieldMap) => ({ ...standardFieldMap[object], ...given[object] });
  return {
    account: merged('account'),
    contact: merged('contact'),
    opportunity: merged('opportunity'),
  };
}

async function moveActivities(
  work: CrmWork,
  lead: string,
  to: Readonly<Record<string, Json>>,
  reason: string,
): Promise<number> {
  const stored = work.core.objects.get('activity');
  if (stored === undefined) return 0;
  const range = { index: stored.indexOf.get('lead')!, equals: [lead] };
  const found = await work.tx.scan(stored.rows, range);
  for (const document of found) {
    const activity = recordOf(objectOf(work.core, 'activity'), document);
    await changeRecord(work, activity, { verb: 'changed', values: to, reason });
  }
  return found.length;
}
