/**
 * What a command of the pipeline is decided with, beside the record.
 */
import type { Json } from '@kontor/kernel';
import type { RecordEvent } from '../record-event.ts';

/** Values that the shell brings: rules read no clock and no store. */
export interface PipelineContext {
  /** When the command is recorded, UTC ISO. */
  readonly now: string;
  /** Roles of the one who gives the command, without `role:`. */
  readonly roles?: readonly string[] | undefined;
  /** Values of parameters in conditions of guards. */
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** The record's events, for moves that hold from an instant of the past. */
  readonly history?: readonly RecordEvent[] | undefined;
}
