/** The process: the model decides, a gateway takes its verdict, and people see what is doubtful. */
import type { Flow, ProcessInput } from '@kontor/bpm';

const flow = (from: string, to: string, condition?: string): Flow => ({
  id: `${from}-to-${to}`,
  from,
  to,
  ...(condition !== undefined && { condition }),
});

/** A loan, from the request to an answer. */
export const loanRequest: ProcessInput = {
  id: 'loan-request',
  name: 'Loan request',
  version: '1',
  nodes: [
    { kind: 'start', id: 'requested' },
    { kind: 'businessRule', id: 'assess', decision: 'assessment', result: 'assessment' },
    { kind: 'exclusive', id: 'verdict', default: 'verdict-to-declined' },
    {
      kind: 'user',
      id: 'underwrite',
      name: 'Decide a doubtful loan',
      in: [
        { from: 'applicant.name', to: 'name' },
        { from: 'loan.amount', to: 'amount' },
        { from: 'assessment.risk', to: 'risk' },
      ],
      work: {
        candidateGroups: ['underwriters'],
        instructions: '{{name}} asks for {{amount}} EUR, at {{risk}} risk.',
      },
    },
    { kind: 'exclusive', id: 'decided', default: 'decided-to-declined' },
    { kind: 'end', id: 'paid-out' },
    { kind: 'end', id: 'declined' },
  ],
  flows: [
    flow('requested', 'assess'),
    flow('assess', 'verdict'),
    flow('verdict', 'paid-out', 'assessment.verdict = "approve"'),
    flow('verdict', 'underwrite', 'assessment.verdict = "refer"'),
    flow('verdict', 'declined'),
    flow('underwrite', 'decided'),
    flow('decided', 'paid-out', 'agreed'),
    flow('decided', 'declined'),
  ],
};
