/**
 * Opportunities in the store: opened, moved, forecast, approved. The rules are the pipeline's; here
 * they are given what they have to know, and what they decide is written.
 */
import type { Json } from '@kontor/kernel';
import type { Actor, System } from '../actor.ts';
import { nameOf } from '../actor.ts';
import type { Decision } from '../decision.ts';
import { CrmError } from '../errors.ts';
import {
  type ApprovalAnswer,
  type ApprovalRequest,
  answerApproval,
  requestApproval,
} from '../pipeline/approval.ts';
import { overrideForecast, overrideId, type OverrideCommand } from '../forecast/override.ts';
import type { PipelineContext } from '../pipeline/command-context.ts';
import { movePipeline, moveStage, type StageMove } from '../pipeline/move-stage.ts';
import { type NewOpportunity, openOpportunity } from '../pipeline/open-opportunity.ts';
import type { OpportunityRecord } from '../pipeline/opportunity.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { type ForecastTerms, setForecast } from '../pipeline/set-by-hand.ts';
import { checkRecordId, flatEntries, type GivenValues } from '../record/check-record.ts';
import type { CrmRecord } from '../record/record.ts';
import { subjectOf } from './crm-collections.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { changeRecord, createRecord, readLog, readRecord, requireRecord } from './save-record.ts';

type By<Command> = Omit<Command, 'by'>;

/** How a command is run: in a commit of its own, or inside a transaction of the user's. */
export type RunCommand = <Result>(command: (work: CrmWork) => Promise<Result>) => Promise<Result>;

/** A new deal: fields of the record, custom ones in `ext`, beside where it starts. */
export type OpenedOpportunity<Values> = Values &
  Pick<NewOpportunity, 'at'> & {
    readonly id?: string | undefined;
    readonly pipeline: string;
    /** The first open stage of the pipeline when left out. */
    readonly stage?: string | undefined;
  };

/** The commands of opportunities. */
export class OpportunityCommands<Values, Opportunity, StageId extends string> {
  readonly #run: RunCommand;

  constructor(run: RunCommand) {
    this.#run = run;
  }

  /**
   * Opens a deal.
   *
   * @throws CrmError CRM_UNKNOWN_PIPELINE, CRM_UNKNOWN_STAGE, CRM_STAGE_GUARDS, CRM_INVALID_INPUT
   */
  open(given: OpenedOpportunity<Values>): Promise<Opportunity> {
    const command = given as OpenedOpportunity<GivenValues>;
    return this.#run((work) => openDeal(work, command)) as Promise<Opportunity>;
  }

  /**
   * Moves a deal to a stage of its pipeline; `at` in the past corrects its history.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `moveStage`
   */
  move(id: string, move: By<StageMove<StageId>>): Promise<Opportunity> {
    return this.#decide(id, (deal, work, context) =>
      moveStage(pipelineOf(work, deal.pipeline), deal, { ...move, by: context.by }, context),
    );
  }

  /**
   * Moves a deal to a stage of another pipeline.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, CRM_UNKNOWN_PIPELINE, and as `movePipeline`
   */
  moveTo(pipeline: string, id: string, move: By<StageMove<StageId>>): Promise<Opportunity> {
    return this.#decide(id, (deal, work, context) => {
      const pipelines = { from: pipelineOf(work, deal.pipeline), to: pipelineOf(work, pipeline) };
      return movePipeline(pipelines, deal, { ...move, by: context.by }, context);
    });
  }

  /**
   * Sets, or with null releases, the probability or the category that forecasts count a deal as.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `setForecast`
   */
  setForecast(id: string, terms: By<ForecastTerms>): Promise<Opportunity> {
    return this.#decide(id, (deal, work, { by }) =>
      setForecast(pipelineOf(work, deal.pipeline), deal, { ...terms, by }),
    );
  }

  /**
   * Asks for an approval that a guard wants.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `requestApproval`
   */
  requestApproval(id: string, request: By<ApprovalRequest>): Promise<Opportunity> {
    return this.#decide(id, (deal, work, context) => {
      const pipeline = pipelineOf(work, deal.pipeline);
      return requestApproval(pipeline, deal, { ...request, by: context.by }, context);
    });
  }

  /**
   * Approves or rejects.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `answerApproval`
   */
  answerApproval(id: string, answer: By<ApprovalAnswer>): Promise<Opportunity> {
    return this.#decide(id, (deal, work, context) => {
      const pipeline = pipelineOf(work, deal.pipeline);
      return answerApproval(pipeline, deal, { ...answer, by: context.by }, context);
    });
  }

  /**
   * Says what a branch will bring instead of what its deals add up to; a null amount releases it.
   * The computed figure stays beside it.
   *
   * @throws CrmError CRM_INVALID_INPUT — no reason, or an amount that is no decimal
   */
  overrideForecast(command: By<OverrideCommand>): Promise<CrmRecord> {
    return this.#run(async (work) => {
      const decision = overrideForecast({ ...command, by: nameOf(work.actor) }, { now: work.now });
      const [change] = decided(decision);
      const id = overrideId(command);
      const before = await readRecord(work.tx, objectOf(work.core, 'forecastOverride'), id);
      if (before !== undefined) return applied(work, before, decision);
      return createRecord(work, 'forecastOverride', id, change!);
    });
  }

  #decide(
    id: string,
    rule: (
      deal: OpportunityRecord,
      work: CrmWork,
      context: PipelineContext & { readonly by: string },
    ) => Decision,
  ): Promise<Opportunity> {
    return this.#run(async (work) => {
      const deal = await requireRecord(work, 'opportunity', id);
      const history = await readLog(work.tx, subjectOf(deal));
      const context = { ...contextOf(work), history, by: nameOf(work.actor) };
      const decision = rule(deal as unknown as OpportunityRecord, work, context);
      return applied(work, deal, decision);
    }) as Promise<Opportunity>;
  }
}

/**
 * Opens a deal.
 *
 * @throws CrmError as `open`
 */
export async function openDeal(
  work: CrmWork,
  { id, pipeline, stage, at, ...given }: OpenedOpportunity<GivenValues>,
  reason?: string,
): Promise<CrmRecord> {
  const values = Object.fromEntries(flatEntries(given)) as Record<string, Json>;
  const command = { by: nameOf(work.actor), stage, at, values };
  const decision = openOpportunity(pipelineOf(work, pipeline), command, contextOf(work));
  const [change] = decided(decision);
  const drawn = id === undefined ? work.core.ids.next() : checkRecordId(id, 'opportunity');
  return createRecord(work, 'opportunity', drawn, { ...change!, reason });
}

/** Writes what was decided of a record; throws what was refused. */
export async function applied(
  work: CrmWork,
  record: CrmRecord,
  decision: Decision,
): Promise<CrmRecord> {
  let after = record;
  for (const change of decided(decision)) after = await changeRecord(work, after, change);
  return after;
}

function decided(decision: Decision): Extract<Decision, { ok: true }>['changes'] {
  if (decision.ok) return decision.changes;
  const { code, details } = decision.refusal;
  throw new CrmError(code, details);
}

function pipelineOf({ core }: CrmWork, id: string): Pipeline {
  const pipeline = core.pipelines.get(id);
  if (pipeline !== undefined) return pipeline;
  throw new CrmError('CRM_UNKNOWN_PIPELINE', {
    pipeline: id,
    declared: [...core.pipelines.keys()],
  });
}

const contextOf = ({ now, actor }: CrmWork): PipelineContext => ({ now, roles: rolesOf(actor) });

const rolesOf = (actor: Actor | System): readonly string[] | undefined =>
  'system' in actor ? undefined : actor.roles;
