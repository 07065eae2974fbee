/**
 * What a message from outside must be, before anything is read or written for it. How deep its
 * variables may nest is the store's to say, as for all documents.
 */
import * as z from 'zod';
import { BpmError } from '../errors.ts';

const messageInput = z.object({
  name: z.string().min(1),
  key: z.string().optional(),
  id: z.string().optional(),
  ttlMs: z.number().optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
});

/** @throws BpmError BPM_INVALID_MESSAGE — naming the first field at fault */
export function checkMessage(message: unknown): void {
  const issue = messageInput.safeParse(message).error?.issues[0];
  if (issue === undefined) return;
  const path = issue.path.length === 0 ? 'the message' : issue.path.join('.');
  throw new BpmError('BPM_INVALID_MESSAGE', { path, reason: `is wrong (${issue.message})` });
}
