/** What a user agent says of itself. The client writes it: it is a habit to compare, never a proof. */
import { foldGenerated } from './generated.ts';

export interface Agent {
  /** Program in lower case, without `.exe`: `kubectl`, `kubectl-foo`. */
  readonly family: string;
  /** `1.30`, or `''` */
  readonly version: string;
  /** `linux`, `darwin`, `windows`, or `''` */
  readonly system: string;
}

const shape = /^([^/\s]{1,64})(?:\/v?(\d{1,3})\.(\d{1,3})(?!\d))?/;

/**
 * Source of the form `kubectl/v1.30.1 (linux/amd64) kubernetes/6911225`: client-go `rest/config.go`,
 * `buildUserAgent`. Patch, architecture and commit are left out.
 */
export function agentOf(userAgent: string): Agent {
  const [, program = '', major, minor] = shape.exec(userAgent) ?? [];
  const system = /\((linux|darwin|windows|freebsd)\//i.exec(userAgent.slice(0, 256))?.[1] ?? '';
  return {
    family: foldGenerated(
      program
        .toWellFormed()
        .toLowerCase()
        .replace(/\.exe$/, ''),
    ),
    version: major === undefined || minor === undefined ? '' : `${major}.${minor}`,
    system: system.toLowerCase(),
  };
}

/** An agent in a few words: `kubectl/1.30 linux`. */
export const agentText = ({ family, version, system }: Agent): string =>
  `${family}${version === '' ? '' : `/${version}`}${system === '' ? '' : ` ${system}`}`;
