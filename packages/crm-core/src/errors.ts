/**
 * What can go wrong in the CRM, by code. The details name the thing at fault, the message the
 * remedy.
 *
 * What a rule refuses (a stage that may not be entered yet, a lead that is converted already) is
 * news of the domain: a `Decision` carries it as a value (decision.ts), and the shell throws it
 * under the same code.
 */
import { type CodedError, codedErrors, type Json } from '@kontor/kernel';

/** A fault of something given from outside: where it is, and what to do about it. */
export interface CrmIssue {
  /** From the root of what was given: `stages.2.probability`; rows count from 0. */
  readonly path: string;
  readonly message: string;
}

/** The codes and what each one carries. */
export type CrmErrorDetails = {
  /** A definition (an object, a pipeline, a price book, …) with faults: all of them. */
  CRM_INVALID_DEFINITION: { what: string; issues: readonly CrmIssue[] };
  /** A command or its values with faults: all of them. */
  CRM_INVALID_INPUT: { what: string; issues: readonly CrmIssue[] };
  /** A condition with faults: all of them. */
  CRM_INVALID_PREDICATE: { issues: readonly CrmIssue[] };
  /** No such segment was defined where the condition is asked. */
  CRM_UNKNOWN_SEGMENT: { segment: string; defined: readonly string[] };
  /** Segments that ask for each other: the ids along the cycle, the first one again at its end. */
  CRM_SEGMENT_CYCLE: { cycle: readonly string[] };
  /** The CRM was given no pipeline of that id. */
  CRM_UNKNOWN_PIPELINE: { pipeline: string; declared: readonly string[] };
  /** No price book has a price for this customer, day, currency and quantity. */
  CRM_NO_PRICE: { product: string; date: string; currency: string; prices: string };
  /** Rows of price books that nothing tells apart. */
  CRM_PRICE_TIED: { product: string; rows: readonly string[] };
  /** No object of that name was declared. */
  CRM_UNKNOWN_OBJECT: { object: string; declared: readonly string[] };
  /** No such record, or none that this user may see. */
  CRM_UNKNOWN_RECORD: { object: string; id: string };
  /** The user may see the record, but not do this with it. */
  CRM_NOT_ALLOWED: { object: string; id: string; user: string; action: string };
  /** A field names a record that there is not. */
  CRM_UNKNOWN_RELATED: { object: string; id: string; field: string; related: string };
  /** Other records name this one, and their fields may not be emptied; unseen ones go unnamed. */
  CRM_STILL_RELATED: { object: string; id: string; by?: string | undefined; field: string };
  /** Another record has the value. */
  CRM_DUPLICATE_VALUE: {
    object: string;
    field: string;
    value: string;
    /** Left out where the user may not see it. */
    existing?: string | undefined;
  };
  /** A new record has the id of another one, removed ones included. */
  CRM_DUPLICATE_ID: { object: string; id: string };
  /** A request that came in is not from whom it should be, or was changed on its way. */
  CRM_BAD_SIGNATURE: { reason: string };
  /** A lead is converted once. */
  CRM_ALREADY_CONVERTED: { lead: string; account: string };
  /** Records that may be the same person or company; nobody has said yet which it is. */
  CRM_POSSIBLE_DUPLICATES: {
    object: string;
    candidates: readonly { object: string; id: string; rules: readonly string[] }[];
  };
  /** Others have changed the same fields since the revision that the edit began from. */
  CRM_CONFLICTING_EDIT: {
    object: string;
    id: string;
    revision: number;
    current: number;
    fields: readonly { field: string; base: Json; theirs: Json; yours: Json }[];
  };
  /** A deal of one pipeline is moved as one of another. */
  CRM_WRONG_PIPELINE: { opportunity: string; pipeline: string; given: string };
  /** The pipeline has no such stage. */
  CRM_UNKNOWN_STAGE: { pipeline: string; stage: string; stages: readonly string[] };
  /** A move to the stage that the deal is in. */
  CRM_STAGE_UNCHANGED: { opportunity: string; stage: string };
  /** There is no way from the one stage to the other. */
  CRM_STAGE_NOT_ALLOWED: { from: string; to: string; reason: string };
  /** Guards of a stage do not hold: all of them. */
  CRM_STAGE_GUARDS: {
    opportunity: string;
    from: string;
    to: string;
    faults: readonly (CrmIssue & { readonly side: 'entry' | 'exit'; readonly stage: string })[];
  };
  /** A deal is won or lost without a reason of the pipeline's list. */
  CRM_CLOSE_REASON: { stage: string; given: string | null; allowed: readonly string[] };
  /** The reason says nothing without text. */
  CRM_CLOSE_REASON_TEXT: { stage: string; reason: string };
  /** A won or lost deal is certain: its forecast cannot be set. */
  CRM_OPPORTUNITY_CLOSED: { opportunity: string; stage: string };
  /** No guard of the pipeline asks for such an approval. */
  CRM_UNKNOWN_APPROVAL: { pipeline: string; approval: string; known: readonly string[] };
  /** An approval that stands as it does cannot be asked for, or answered. */
  CRM_APPROVAL_STATE: { opportunity: string; approval: string; standing: string };
  /** This user may not answer the request. */
  CRM_APPROVAL_NOT_ALLOWED: {
    opportunity: string;
    approval: string;
    by: string;
    approvers: readonly string[];
    reason: string;
  };
  /** What a quote's state does not allow. */
  CRM_QUOTE_STATE: { quote: string; action: string; state: string; version: number | null };
  /** No such version was sent. */
  CRM_QUOTE_UNKNOWN_VERSION: { quote: string; version: number; known: readonly number[] };
  /** Its last day was over when it was accepted. */
  CRM_QUOTE_EXPIRED: { quote: string; version: number; expiresOn: string; zone: string };
  /** Its last day is not over. */
  CRM_QUOTE_STILL_VALID: { quote: string; version: number; expiresOn: string; zone: string };
  /** Options that cannot be chosen, or not together. */
  CRM_QUOTE_CHOICE: { quote: string; issues: readonly CrmIssue[] };
  /** Approvals that are missing: all of them, and who can give them. */
  CRM_QUOTE_NOT_APPROVED: {
    quote: string;
    missing: readonly {
      readonly approval: string;
      readonly standing: string;
      readonly approvers: readonly string[];
    }[];
  };
  /** Every approval that the figures need is given or asked for. */
  CRM_QUOTE_APPROVAL_NOT_NEEDED: { quote: string };
  /** No limit of the policy asks for such an approval. */
  CRM_QUOTE_UNKNOWN_APPROVAL: { approval: string; known: readonly string[] };
  /** An approval that stands as it does cannot be answered. */
  CRM_QUOTE_APPROVAL_STATE: { quote: string; approval: string; standing: string };
  /** This user may not answer the request. */
  CRM_QUOTE_APPROVER: {
    quote: string;
    approval: string;
    by: string;
    approvers: readonly string[];
    reason: string;
  };
  /** Amounts of a currency that no rate converts. */
  CRM_UNKNOWN_RATE: { currency: string; into: string };
  /** A series has more occurrences between two instants than were asked for. */
  CRM_RECURRENCE_LIMIT: { from: string; to: string; limit: number };
  /** A series has no occurrence for so many periods of its rule that nobody looks further. */
  CRM_RECURRENCE_GAP: { from: string; periods: number };
  /** No order of the variables keeps a product's diagram within the limit of nodes. */
  CRM_CONFIGURATOR_TOO_LARGE: {
    product: string;
    limit: number;
    /** Where it was widest; null when a single rule is too large by itself. */
    variable: string | null;
    /** The rules that must be kept in mind there. */
    rules: readonly string[];
  };
  /** Rules of a product that leave no configuration: without any one of them there are some. */
  CRM_CONFIGURATOR_CONTRADICTION: {
    product: string;
    rules: readonly { readonly id: string; readonly text: string }[];
  };
  /** The product has no such variable, or the variable no such value. */
  CRM_UNKNOWN_OPTION: { variable: string; value: Json; known: readonly Json[] };
  /** A choice that no valid configuration has, and a minimal set of what is against it. */
  CRM_CONFIGURATION_CONFLICT: {
    variable: string;
    value: Json;
    rules: readonly { readonly id: string; readonly text: string }[];
    choices: readonly { readonly variable: string; readonly value: Json }[];
  };
  /** What only a complete configuration has: these variables have several values yet. */
  CRM_CONFIGURATION_INCOMPLETE: { product: string; open: readonly string[] };
};

const listed = (issues: readonly CrmIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

/** A value as it is written: text as it stands. */
const shownJson = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const namedMatch = (one: { object: string; id: string; rules: readonly string[] }): string =>
  `${one.object} '${one.id}' (${one.rules.join(', ')})`;

const named = (things: readonly { id: string; text: string }[]): string =>
  things.map(({ id, text }) => `${id} (${text})`).join(', ');

/** The error of `@kontor/crm-core`. Match it with `CrmError.is(error, code)`. */
export const CrmError = codedErrors<CrmErrorDetails>('CrmError', {
  CRM_INVALID_DEFINITION: ({ what, issues }) =>
    `${what} has ${issues.length} fault(s). Mend: ${listed(issues)}`,
  CRM_INVALID_INPUT: ({ what, issues }) =>
    `${what} has ${issues.length} fault(s) and was not taken. Mend: ${listed(issues)}`,
  CRM_INVALID_PREDICATE: ({ issues }) =>
    `The condition has ${issues.length} fault(s). Mend: ${listed(issues)}`,
  CRM_UNKNOWN_SEGMENT: ({ segment, defined }) =>
    `There is no segment '${segment}' here. ` +
    (defined.length === 0
      ? 'Define it beside the segment that asks for it, with defineSegments.'
      : `Defined are: ${defined.join(', ')}.`),
  CRM_SEGMENT_CYCLE: ({ cycle }) =>
    `Segments ask for each other: ${cycle.join(' → ')}. Take one of these conditions out.`,
  CRM_UNKNOWN_PIPELINE: ({ pipeline, declared }) =>
    `There is no pipeline '${pipeline}'. Given to the CRM are: ${declared.join(', ')}.`,
  CRM_NO_PRICE: ({ product, date, currency, prices }) =>
    `No price book has a ${prices} price of '${product}' in ${currency} on ${date}. ` +
    `Add a row, or give the line a unit price.`,
  CRM_PRICE_TIED: ({ product, rows }) =>
    `'${product}' has several prices that nothing tells apart: ${rows.join(', ')}. ` +
    `Remove all but one.`,
  CRM_UNKNOWN_OBJECT: ({ object, declared }) =>
    `There is no object '${object}'. Declared are: ${declared.join(', ')}.`,
  CRM_UNKNOWN_RECORD: ({ object, id }) =>
    `There is no ${object} '${id}' that this user may see. Look at its id and at the tenant.`,
  CRM_NOT_ALLOWED: ({ object, id, user, action }) =>
    `'${user}' may not ${action} the ${object} '${id}'. Ask its owner, or change the policy.`,
  CRM_UNKNOWN_RELATED: ({ object, id, field, related }) =>
    `The ${object} '${id}' names '${related}' as its ${field}, which is not there. ` +
    `Create it first.`,
  CRM_STILL_RELATED: ({ object, id, by, field }) =>
    `The ${object} '${id}' is the ${field} of ` +
    `${by === undefined ? 'another record' : `'${by}'`}. ` +
    `Empty that field or remove that record first.`,
  CRM_DUPLICATE_VALUE: ({ object, field, value, existing }) =>
    `${existing === undefined ? `Another ${object}` : `The ${object} '${existing}'`} has ` +
    `${field} '${value}' already. Change that one, or the value.`,
  CRM_DUPLICATE_ID: ({ object, id }) =>
    `There is, or was, another ${object} '${id}'. Take another id, or let one be drawn.`,
  CRM_BAD_SIGNATURE: ({ reason }) =>
    `The request was not taken: ${reason}. Look at the secret, and at the clocks on both sides.`,
  CRM_ALREADY_CONVERTED: ({ lead, account }) =>
    `The lead '${lead}' was converted already, to the account '${account}'. Work with that one.`,
  CRM_POSSIBLE_DUPLICATES: ({ object, candidates }) =>
    `This ${object} may be there already: ` +
    `${candidates.map(namedMatch).join('; ')}. ` +
    `Name the one it is, or say that it is another one.`,
  CRM_CONFLICTING_EDIT: ({ object, id, revision, current, fields }) =>
    `The ${object} '${id}' was edited at revision ${revision} and is at ${current} now; ` +
    `others have changed ${fields.map(({ field }) => field).join(', ')}. ` +
    `Show both values and edit again.`,
  CRM_WRONG_PIPELINE: ({ opportunity, pipeline, given }) =>
    `The deal '${opportunity}' is in the pipeline '${pipeline}', not in '${given}'. Give its own.`,
  CRM_UNKNOWN_STAGE: ({ pipeline, stage, stages }) =>
    `The pipeline '${pipeline}' has no stage '${stage}'. It has: ${stages.join(', ')}.`,
  CRM_STAGE_UNCHANGED: ({ opportunity, stage }) =>
    `The deal '${opportunity}' is in '${stage}' already. Name another stage.`,
  CRM_STAGE_NOT_ALLOWED: ({ from, to, reason }) =>
    `There is no move from '${from}' to '${to}': ${reason}.`,
  CRM_STAGE_GUARDS: ({ opportunity, from, to, faults }) =>
    `The deal '${opportunity}' cannot go from '${from}' to '${to}' yet. Mend: ${listed(faults)}`,
  CRM_CLOSE_REASON: ({ stage, given, allowed }) =>
    `${given === null ? 'No reason was' : `'${given}' was`} given for '${stage}'. ` +
    (allowed.length === 0
      ? 'It takes none.'
      : `Give one of: ${allowed.join(', ')}, as closeReason.`),
  CRM_CLOSE_REASON_TEXT: ({ stage, reason }) =>
    `The reason '${reason}' for '${stage}' says nothing by itself. Give closeReasonText too.`,
  CRM_OPPORTUNITY_CLOSED: ({ opportunity, stage }) =>
    `The deal '${opportunity}' is '${stage}', and that is certain. Reopen it first.`,
  CRM_UNKNOWN_APPROVAL: ({ pipeline, approval, known }) =>
    `No guard of '${pipeline}' asks for '${approval}'. Known approvals: ${known.join(', ')}.`,
  CRM_APPROVAL_STATE: ({ opportunity, approval, standing }) =>
    `The approval '${approval}' of '${opportunity}' is '${standing}'. Answer one that is ` +
    'requested; request one that is none, rejected, used or lapsed.',
  CRM_APPROVAL_NOT_ALLOWED: ({ opportunity, approval, by, approvers, reason }) =>
    `'${by}' may not answer '${approval}' of '${opportunity}': ${by} ${reason}. ` +
    `Ask one of: ${approvers.join(', ')}.`,
  CRM_QUOTE_STATE: ({ quote, action, state, version }) =>
    `The quote '${quote}' cannot ${action}: ` +
    (version === null ? `nothing of it was sent.` : `version ${version} is '${state}'.`) +
    ' Send it, or edit it to begin another version.',
  CRM_QUOTE_UNKNOWN_VERSION: ({ quote, version, known }) =>
    `No version ${version} of the quote '${quote}' was sent. ` +
    `Sent were: ${known.join(', ') || 'none'}.`,
  CRM_QUOTE_EXPIRED: ({ quote, version, expiresOn, zone }) =>
    `Version ${version} of the quote '${quote}' held until ${expiresOn} in ${zone}. ` +
    'Edit it and send a new version, or say with `at` when it was accepted in time.',
  CRM_QUOTE_STILL_VALID: ({ quote, version, expiresOn, zone }) =>
    `Version ${version} of the quote '${quote}' holds until the end of ${expiresOn} in ${zone}. ` +
    'Expire it after that.',
  CRM_QUOTE_CHOICE: ({ quote, issues }) =>
    `That cannot be chosen of the quote '${quote}'. Mend: ${listed(issues)}`,
  CRM_QUOTE_NOT_APPROVED: ({ quote, missing }) =>
    `The quote '${quote}' needs approvals. Ask: ` +
    missing
      .map((one) => `${one.approvers.join(' or ')} for '${one.approval}' (${one.standing})`)
      .join('; '),
  CRM_QUOTE_APPROVAL_NOT_NEEDED: ({ quote }) =>
    `The quote '${quote}' needs no approval that is not given or asked for. Send it, or wait.`,
  CRM_QUOTE_UNKNOWN_APPROVAL: ({ approval, known }) =>
    `No limit of the quote policy asks for '${approval}'. Known: ${known.join(', ') || 'none'}.`,
  CRM_QUOTE_APPROVAL_STATE: ({ quote, approval, standing }) =>
    `The approval '${approval}' of the quote '${quote}' is '${standing}'. Request it first.`,
  CRM_QUOTE_APPROVER: ({ quote, approval, by, approvers, reason }) =>
    `'${by}' may not answer '${approval}' of the quote '${quote}': ${by} ${reason}. ` +
    `Ask one of: ${approvers.join(', ')}.`,
  CRM_UNKNOWN_RATE: ({ currency, into }) =>
    `No rate converts ${currency} into ${into}. Add it to the rates.`,
  CRM_RECURRENCE_LIMIT: ({ from, to, limit }) =>
    `The series has more than ${limit} occurrences from ${from} to ${to}. ` +
    'Ask for a shorter time, or raise the limit.',
  CRM_RECURRENCE_GAP: ({ from, periods }) =>
    `The series has no occurrence in ${periods} periods of its rule before or after ${from}. ` +
    'Name days that there are, or that the calendar works on.',
  CRM_CONFIGURATOR_TOO_LARGE: ({ product, limit, variable, rules }) =>
    variable === null
      ? `The rule ${rules.join(', ')} of '${product}' takes more than ${limit} nodes by itself. ` +
        'Coarsen its weights, or split it.'
      : `'${product}' takes more than ${limit} nodes. It is widest at '${variable}', across ` +
        `${rules.length} rules (${rules.slice(0, 8).join(', ')}` +
        `${rules.length > 8 ? ', …' : ''}). ` +
        'Coarsen the weights of sums among them, leave out or split rules that tie distant ' +
        'variables together, or raise nodeLimit.',
  CRM_CONFIGURATOR_CONTRADICTION: ({ product, rules }) =>
    `No configuration of '${product}' is valid: these rules cannot all hold: ${named(rules)}. ` +
    'Change one of them.',
  CRM_UNKNOWN_OPTION: ({ variable, value, known }) =>
    value === null
      ? `The product has no variable '${variable}'. It has: ${known.map(shownJson).join(', ')}.`
      : `'${variable}' has no value ${JSON.stringify(value)}. ` +
        `It has: ${known.map(shownJson).join(', ')}.`,
  CRM_CONFIGURATION_CONFLICT: ({ variable, value, rules, choices }) =>
    `${variable} = ${shownJson(value)} cannot be chosen: against it are ` +
    [
      ...rules.map(({ id, text }) => `the rule ${id} (${text})`),
      ...choices.map((choice) => `the choice ${choice.variable} = ${shownJson(choice.value)}`),
    ].join(', ') +
    '. Choose otherwise, undo a choice, or force it.',
  CRM_CONFIGURATION_INCOMPLETE: ({ product, open }) =>
    `The configuration of '${product}' leaves open: ${open.join(', ')}. Choose, or complete it.`,
});

/** An error of the CRM. */
export type CrmError<Code extends keyof CrmErrorDetails = keyof CrmErrorDetails> = CodedError<
  CrmErrorDetails,
  Code
>;
