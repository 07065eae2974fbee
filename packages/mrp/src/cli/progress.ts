/**
 * Progress on stderr: one line that rewrites itself on a terminal, plain lines where asked for,
 * else none.
 */
import type { CliIo } from './cli-io.ts';

/** Reports what the tool is doing. */
export interface Progress {
  phase(text: string): Promise<void>;
  /** Takes the line away. */
  end(): Promise<void>;
}

/** @param asked - report also where stderr is no terminal */
export function progressOn({ stderr }: CliIo, asked: boolean): Progress {
  if (stderr.isTerminal) {
    return {
      phase: (text) => stderr.write(`\r\u001B[K${text} …`),
      end: () => stderr.write('\r\u001B[K'),
    };
  }
  return {
    phase: async (text) => {
      if (asked) await stderr.write(`${text}\n`);
    },
    end: async () => {},
  };
}
