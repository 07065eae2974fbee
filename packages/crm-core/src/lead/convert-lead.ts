/**
 * Converting a lead: who was only a name becomes an account with a contact, and what he may buy an
 * opportunity.
 *
 * The company names the account and the opportunity; the lead's campaign becomes the source of the
 * opportunity; its close date is the end of the fiscal quarter. An existing record is not
 * overwritten: it is given what it lacks, and an existing contact keeps its opt-out.
 *
 * @source Salesforce, "Considerations for Converting Leads"
 */
import type { Json } from '@kontor/kernel';
import { type Refusal, refused } from '../decision.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';

/** Where a field of the lead goes, by the fields of the lead. Custom ones are `ext.size`. */
export interface FieldMap {
  readonly account: Readonly<Record<string, string>>;
  readonly contact: Readonly<Record<string, string>>;
  readonly opportunity: Readonly<Record<string, string>>;
}

/** Where the standard fields go. */
export const standardFieldMap: FieldMap = {
  account: {
    company: 'name',
    domain: 'domain',
    owner: 'owner',
    team: 'team',
    region: 'region',
  },
  contact: {
    givenName: 'givenName',
    surname: 'surname',
    title: 'title',
    email: 'email',
    phone: 'phone',
    language: 'language',
    isOptedOut: 'isOptedOut',
    owner: 'owner',
    team: 'team',
    region: 'region',
  },
  opportunity: {
    campaign: 'campaign',
    source: 'source',
    owner: 'owner',
    team: 'team',
    region: 'region',
  },
};

/** What a conversion is given. */
export interface Conversion {
  readonly lead: CrmRecord;
  /** Records that are there already; none = a new one. */
  readonly account?: CrmRecord | undefined;
  readonly contact?: CrmRecord | undefined;
  /** Values of the opportunity, its pipeline and stage among them; none = no opportunity. */
  readonly opportunity?: Readonly<Record<string, Json>> | undefined;
  /** The last day of the fiscal quarter, `YYYY-MM-DD`. */
  readonly quarterEndsOn: string;
  readonly fieldMap: FieldMap;
}

/** What a record becomes: an existing one with what it lacked, or a new one. */
export interface ConvertedRecord {
  /** Of the existing one. */
  readonly id?: string | undefined;
  readonly values: Readonly<Record<string, Json>>;
}

/** What a lead becomes. */
export interface ConversionPlan {
  readonly account: ConvertedRecord;
  readonly contact: ConvertedRecord;
  readonly opportunity?: ConvertedRecord | undefined;
}

/**
 * What a lead becomes, or why it does not.
 *
 * Refused are: CRM_ALREADY_CONVERTED — with what it became; CRM_INVALID_INPUT — neither a company
 * nor a name to call the account by, no surname for the contact, a contact of another account.
 */
export function convertLead(
  conversion: Conversion,
):
  | { readonly ok: true; readonly plan: ConversionPlan }
  | { readonly ok: false; readonly refusal: Refusal } {
  const { lead, account, contact, opportunity, fieldMap } = conversion;
  if (lead['status'] === 'converted') {
    const [to, id] = [textOf(lead, 'account'), lead.id];
    return refused('CRM_ALREADY_CONVERTED', { lead: id, account: to });
  }
  const issues = faultsOf(conversion);
  if (issues.length > 0) {
    return refused('CRM_INVALID_INPUT', {
      what: `The conversion of the lead '${lead.id}'`,
      issues,
    });
  }
  const name = nameOfLead(lead);
  return {
    ok: true,
    plan: {
      account: mapped(lead, fieldMap.account, account, { name }),
      contact: mapped(lead, fieldMap.contact, contact, {}),
      ...(opportunity !== undefined && {
        opportunity: {
          values: {
            ...mapped(lead, fieldMap.opportunity, undefined, {}).values,
            name,
            closeDate: conversion.quarterEndsOn,
            ...opportunity,
          },
        },
      }),
    },
  };
}

function faultsOf({ lead, account, contact }: Conversion) {
  const issues = [];
  if (account === undefined && nameOfLead(lead) === '') {
    issues.push({
      path: 'company',
      message: 'the account has no name: give a company or a surname',
    });
  }
  if (contact === undefined && valueOf(lead, 'surname') === null) {
    issues.push({ path: 'surname', message: 'the contact has no surname: give one' });
  }
  const of = textOf(contact, 'account');
  if (account !== undefined && of !== '' && of !== account.id) {
    const message = `belongs to the account '${of}': convert to that one, or move it first`;
    issues.push({ path: 'contact', message });
  }
  return issues;
}

function textOf(record: CrmRecord | undefined, field: string): string {
  const value = valueOf(record, field);
  return typeof value === 'string' ? value : '';
}

/** A person without a company is his own account. */
function nameOfLead(lead: CrmRecord): string {
  const company = textOf(lead, 'company');
  return company === ''
    ? `${textOf(lead, 'givenName')} ${textOf(lead, 'surname')}`.trim()
    : company;
}

/** The lead's values by the names of the other object; an existing record keeps what it has. */
function mapped(
  lead: CrmRecord,
  map: Readonly<Record<string, string>>,
  existing: CrmRecord | undefined,
  defaults: Readonly<Record<string, Json>>,
): ConvertedRecord {
  const values: Record<string, Json> = {};
  const give = (field: string, value: Json): void => {
    if (value !== null && valueOf(existing, field) === null) values[field] = value;
  };
  for (const [from, to] of Object.entries(map)) give(to, valueOf(lead, from));
  for (const [field, value] of Object.entries(defaults)) {
    if (!(field in values)) give(field, value);
  }
  return { ...(existing !== undefined && { id: existing.id }), values };
}
