import { describe, expect, test } from 'vitest';
import {
  answerApproval,
  approvalStanding,
  approved,
  type Decision,
  definePipeline,
  moveStage,
  openOpportunity,
  requestApproval,
} from '@kontor/crm-core';
import { dayStart, dealLog, type DealLog } from './deal-log.ts';
import { sales } from './sales-pipeline.ts';

const at = (day: number): string => dayStart(`2026-03-${String(day).padStart(2, '0')}`);
const codeOf = (decision: Decision): string => (decision.ok ? 'ok' : decision.refusal.code);
const approval = 'discount';

function inNegotiation(): DealLog {
  const log = dealLog('O-7');
  const values = { name: 'Fleet', amount: '12000', currency: 'EUR', 'ext.seats': 12 };
  const deal = { by: 'anna', stage: 'negotiate', values } as const;
  log.take(openOpportunity(sales, deal, { now: at(1) }), at(1));
  return log;
}

function ask(log: DealLog, by: string, day: number): Decision {
  const decision = requestApproval(sales, log.record, { approval, by }, { now: at(day) });
  if (decision.ok) log.take(decision, at(day));
  return decision;
}

function answer(
  log: DealLog,
  by: string,
  day: number,
  {
    roles = [],
    answer: given = 'approve',
  }: { roles?: string[]; answer?: 'approve' | 'reject' } = {},
): Decision {
  const said = { approval, by, answer: given };
  const decision = answerApproval(sales, log.record, said, { now: at(day), roles });
  if (decision.ok) log.take(decision, at(day));
  return decision;
}

function win(log: DealLog, day: number): Decision {
  const decision = moveStage(sales, log.record, { to: 'won', by: 'anna' }, { now: at(day) });
  if (decision.ok) log.take(decision, at(day));
  return decision;
}

const amount = (log: DealLog, value: string, day: number): void =>
  log.take({ ok: true, changes: [{ verb: 'changed', values: { amount: value } }] }, at(day));

describe('approvals', () => {
  test('are asked for, given, and used up by the move that needs them', () => {
    const log = inNegotiation();
    expect(codeOf(win(log, 2))).toBe('CRM_STAGE_GUARDS');
    ask(log, 'anna', 2);
    expect(codeOf(win(log, 2))).toBe('CRM_STAGE_GUARDS');
    answer(log, 'clara', 3);
    expect(approvalStanding(log.record, approval)).toBe('approved');
    expect(codeOf(win(log, 4))).toBe('ok');
    expect(approvalStanding(log.record, approval)).toBe('used');
    expect(log.events.map(({ type }) => type.slice('crm.opportunity.'.length))).toEqual([
      'created',
      'approvalRequested',
      'approvalGiven',
      'won',
    ]);
  });

  test('a used one does not serve twice', () => {
    const log = inNegotiation();
    ask(log, 'anna', 2);
    answer(log, 'clara', 3);
    win(log, 4);
    const again = moveStage(sales, log.record, { to: 'propose', by: 'anna' }, { now: at(5) });
    expect(codeOf(again)).toBe('CRM_STAGE_GUARDS'); // amount and close date of propose
    log.take(
      { ok: true, changes: [{ verb: 'changed', values: { closeDate: '2026-06-30' } }] },
      at(5),
    );
    for (const to of ['propose', 'negotiate'] as const) {
      log.take(moveStage(sales, log.record, { to, by: 'anna' }, { now: at(6) }), at(6));
    }
    expect(codeOf(win(log, 7))).toBe('CRM_STAGE_GUARDS');
  });

  test('lapse when a named field changes, before the answer or after it', () => {
    const log = inNegotiation();
    ask(log, 'anna', 2);
    amount(log, '9000', 2);
    expect(approvalStanding(log.record, approval)).toBe('lapsed');
    expect(codeOf(answer(log, 'clara', 3))).toBe('CRM_APPROVAL_STATE');
    ask(log, 'anna', 3);
    answer(log, 'clara', 3);
    amount(log, '8000', 4);
    expect(codeOf(win(log, 4))).toBe('CRM_STAGE_GUARDS');
    // What was approved is the amount, and it is that amount again.
    amount(log, '9000', 5);
    expect(codeOf(win(log, 5))).toBe('ok');
  });

  test('a rejected one may be asked for again', () => {
    const log = inNegotiation();
    ask(log, 'anna', 2);
    answer(log, 'clara', 3, { answer: 'reject' });
    expect(approvalStanding(log.record, approval)).toBe('rejected');
    expect(codeOf(ask(log, 'anna', 4))).toBe('ok');
    expect(codeOf(ask(log, 'anna', 4))).toBe('CRM_APPROVAL_STATE');
  });

  test.each<[string, string, string[], string]>([
    ['a stranger', 'bo', [], 'CRM_APPROVAL_NOT_ALLOWED'],
    ['a manager by role', 'bo', ['manager'], 'ok'],
    ['a named approver', 'clara', [], 'ok'],
    ['the one who asked, though a manager', 'anna', ['manager'], 'CRM_APPROVAL_NOT_ALLOWED'],
  ])('%s answers', (_, by, roles, code) => {
    const log = inNegotiation();
    ask(log, 'anna', 2);
    expect(codeOf(answer(log, by, 3, { roles }))).toBe(code);
  });

  test('two of three: the second makes it, and no one counts twice', () => {
    const guard = approved('discount', { approvers: ['bo', 'clara', 'dan'], count: 2 });
    const board = definePipeline({
      id: 'sales',
      stages: [
        { id: 'negotiate', kind: 'open', probability: 50, exitGuards: [guard] },
        { id: 'won', kind: 'won' },
        { id: 'lost', kind: 'lost' },
      ],
    });
    const log = dealLog('O-8');
    const says = (by: string): string => {
      const said = { approval, by, answer: 'approve' } as const;
      const decision = answerApproval(board, log.record, said, { now: at(3) });
      if (decision.ok) log.take(decision, at(3));
      return codeOf(decision);
    };
    const values = { name: 'Fleet' };
    log.take(openOpportunity(board, { by: 'anna', values }, { now: at(1) }), at(1));
    log.take(requestApproval(board, log.record, { approval, by: 'anna' }, { now: at(2) }), at(2));
    expect(says('bo')).toBe('ok');
    expect(approvalStanding(log.record, approval)).toBe('requested');
    expect(says('bo')).toBe('CRM_APPROVAL_NOT_ALLOWED');
    expect(says('dan')).toBe('ok');
    expect(approvalStanding(log.record, approval)).toBe('approved');
  });

  test('one that no guard asks for is unknown', () => {
    const { record } = inNegotiation();
    const asked = requestApproval(sales, record, { approval: 'x', by: 'anna' }, { now: at(2) });
    expect(codeOf(asked)).toBe('CRM_UNKNOWN_APPROVAL');
  });
});
