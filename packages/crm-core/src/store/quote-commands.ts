/**
 * Quotes in the store: drafted with a number, approved, sent, accepted. The rules are those of
 * `quote/`; here they are given what they have to know, and what they decide is written.
 */
import type { Json } from '@kontor/kernel';
import { nextNumber } from '@kontor/kernel/store';
import { nameOf } from '../actor.ts';
import type { Decision } from '../decision.ts';
import { CrmError } from '../errors.ts';
import { draftQuote, editQuote, type NewQuote, type QuoteEdit } from '../quote/draft-quote.ts';
import {
  acceptQuote,
  expireQuote,
  expireQuotes,
  type QuoteAcceptance,
  type QuoteEnding,
  rejectQuote,
} from '../quote/end-quote.ts';
import {
  answerQuoteApproval,
  type QuoteApprovalAnswer,
  type QuoteApprovalRequest,
  requestQuoteApproval,
} from '../quote/quote-approval.ts';
import type { Predicate } from '../predicate/predicate.ts';
import type { QuoteContext } from '../quote/quote-context.ts';
import type { QuoteRecord } from '../quote/quote.ts';
import { type QuoteSending, sendQuote } from '../quote/send-quote.ts';
import { checkRecordId, flatEntries, type GivenValues } from '../record/check-record.ts';
import type { CrmRecord } from '../record/record.ts';
import type { CrmWork } from './crm-core.ts';
import { findRecords } from './find-records.ts';
import { applied, type RunCommand } from './opportunity-commands.ts';
import { createRecord, requireRecord } from './save-record.ts';

type By<Command> = Omit<Command, 'by'>;

/** Policy and prices of the day; the clock and the roles are the session's. */
export type QuoteTerms = Pick<QuoteContext, 'policy' | 'pricing'>;

/** A new quote: fields of the record, custom ones in `ext`, beside what it offers. */
export type DraftedQuote<Values> = Values &
  Pick<NewQuote, 'content' | 'expiresOn'> & {
    readonly id?: string | undefined;
    /** Numbers are drawn from this series without gaps; the number follows the prefix. */
    readonly series: { readonly id: string; readonly prefix?: string | undefined };
  };

/** The commands of quotes. */
export class QuoteCommands<Values, QuoteOf> {
  readonly #run: RunCommand;

  constructor(run: RunCommand) {
    this.#run = run;
  }

  /**
   * Drafts a quote, and draws its number in the same commit.
   *
   * @throws CrmError as `draftQuote`
   */
  draft(given: DraftedQuote<Values>, terms: QuoteTerms): Promise<QuoteOf> {
    const command = given as DraftedQuote<GivenValues>;
    return this.#run((work) => draftNumbered(work, command, terms)) as Promise<QuoteOf>;
  }

  /**
   * Edits the offer; of one that was sent, begins a new version.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `editQuote`
   */
  edit(id: string, edit: By<QuoteEdit>, terms: QuoteTerms): Promise<QuoteOf> {
    return this.#decide(id, terms, (quote, context) =>
      editQuote(quote, { ...edit, by: context.by }, context),
    );
  }

  /**
   * Asks for every approval that the figures need; the event names all approvers.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `requestQuoteApproval`
   */
  requestApproval(
    id: string,
    request: By<QuoteApprovalRequest>,
    terms: QuoteTerms,
  ): Promise<QuoteOf> {
    return this.#decide(id, terms, (quote, context) =>
      requestQuoteApproval(quote, { ...request, by: context.by }, context),
    );
  }

  /**
   * Approves or rejects.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `answerQuoteApproval`
   */
  answerApproval(id: string, answer: By<QuoteApprovalAnswer>, terms: QuoteTerms): Promise<QuoteOf> {
    return this.#decide(id, terms, (quote, context) =>
      answerQuoteApproval(quote, { ...answer, by: context.by }, context),
    );
  }

  /**
   * Sends the offer at hand: it is a version from now on.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `sendQuote`
   */
  send(id: string, sending: By<QuoteSending>, terms: QuoteTerms): Promise<QuoteOf> {
    return this.#decide(id, terms, (quote, context) =>
      sendQuote(quote, { ...sending, by: context.by }, context),
    );
  }

  /**
   * Accepts a version, with the options that the customer takes.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `acceptQuote`
   */
  accept(id: string, acceptance: By<QuoteAcceptance> = {}): Promise<QuoteOf> {
    return this.#end(id, (quote, context) =>
      acceptQuote(quote, { ...acceptance, by: context.by }, context),
    );
  }

  /**
   * The customer rejects a version.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `rejectQuote`
   */
  reject(id: string, rejection: By<QuoteEnding> = {}): Promise<QuoteOf> {
    return this.#end(id, (quote, context) =>
      rejectQuote(quote, { ...rejection, by: context.by }, context),
    );
  }

  /**
   * Expires a version whose last day is over.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `expireQuote`
   */
  expire(id: string, ending: By<QuoteEnding> = {}): Promise<QuoteOf> {
    return this.#end(id, (quote, context) => expireQuote(quote, ending, context));
  }

  /** Expires every version whose last day is over, among quotes that the user may see. */
  expireDue(): Promise<QuoteOf[]> {
    return this.#run(async (work) => {
      const { tx: reader, core, actor, now } = work;
      const asking = { reader, core, actor, now: Date.parse(now) };
      const records = await findRecords(asking, 'quote', { where: maybeOpen });
      const byId = new Map(records.map((record) => [record.id, record]));
      const due = expireQuotes(records as unknown as QuoteRecord[], { now });
      const after: CrmRecord[] = [];
      for (const { quote, decision } of due) {
        after.push(await applied(work, byId.get(quote)!, decision));
      }
      return after;
    }) as Promise<QuoteOf[]>;
  }

  #decide(
    id: string,
    terms: QuoteTerms,
    rule: (quote: QuoteRecord, context: QuoteContext & { readonly by: string }) => Decision,
  ): Promise<QuoteOf> {
    return this.#run(async (work) => {
      const record = await requireRecord(work, 'quote', id);
      const context = { ...contextOf(work, terms), by: nameOf(work.actor) };
      return applied(work, record, rule(record as unknown as QuoteRecord, context));
    }) as Promise<QuoteOf>;
  }

  #end(
    id: string,
    rule: (quote: QuoteRecord, context: { readonly now: string; readonly by: string }) => Decision,
  ): Promise<QuoteOf> {
    return this.#run(async (work) => {
      const record = await requireRecord(work, 'quote', id);
      const context = { now: work.now, by: nameOf(work.actor) };
      return applied(work, record, rule(record as unknown as QuoteRecord, context));
    }) as Promise<QuoteOf>;
  }
}

/** A draft may stand beside an open version. */
const maybeOpen = {
  field: 'state',
  op: 'in',
  value: ['sent', 'draft', 'approval'],
} satisfies Predicate;

async function draftNumbered(
  work: CrmWork,
  { id, series, content, expiresOn, ...given }: DraftedQuote<GivenValues>,
  terms: QuoteTerms,
): Promise<CrmRecord> {
  const values = Object.fromEntries(flatEntries(given)) as Record<string, Json>;
  const command = { content, expiresOn, values };
  const decision = draftQuote(command, contextOf(work, terms));
  if (!decision.ok) throw new CrmError(decision.refusal.code, decision.refusal.details);
  const [change] = decision.changes;
  const drawn = id === undefined ? work.core.ids.next() : checkRecordId(id, 'quote');
  const number = `${series.prefix ?? ''}${await nextNumber(work.tx, series.id)}`;
  return createRecord(work, 'quote', drawn, {
    ...change!,
    values: { ...change!.values, number },
  });
}

const contextOf = ({ now, actor }: CrmWork, terms: QuoteTerms): QuoteContext => ({
  ...terms,
  now,
  roles: 'system' in actor ? undefined : actor.roles,
});
