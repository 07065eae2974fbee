/** What an audit trail is made of. */

/** A line of an audit trail. */
export interface AuditLine {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** The element that it is about. */
  readonly node?: string;
  readonly by?: string;
  /** A sentence without its full stop: `'Approve' was completed by ann, with ok = true`. */
  readonly text: string;
}
