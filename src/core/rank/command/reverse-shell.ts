/**
 * The ways in which a command line hands a shell to somebody outside.
 * Knows what each is written like; refuses to know where it leads.
 */
import type { Run } from './runs.ts';
import { type Line, languages, named, netcats, readsProgram, runsOne, some } from './shapes.ts';

/** Code that connects a socket. Two looks, so that no text is slow to look at. */
const connects = (code: string): boolean =>
  /\bfsockopen\b|\bTCPSocket\b|\bnet\.(?:connect|Socket)\b|IO::Socket|\/inet\/tcp\/|TcpClient/i.test(code) ||
  (/\bsocket\b/i.test(code) && /\b(?:connect|dup2|subprocess|pty|exec)\b/i.test(code));

const byNetcat = ({ program, words }: Run): boolean =>
  netcats.has(program) && words.some((word) => /^-[a-z]*[ec]$|^--(?:sh-)?exec$/.test(word));

const bySocat = ({ program, words }: Run): boolean =>
  program === 'socat' && words.some((word) => /^(?:exec|system):/i.test(word));

const byLanguage = ({ program, words }: Run): boolean => languages.has(program) && words.some(connects);

/** A named pipe leads what comes in to a shell, and what it says back. */
const byPipe = (line: Line): boolean =>
  runsOne(line, named('mkfifo mknod')) &&
  line.runs.some(({ program }) => netcats.has(program) || program === 'telnet' || program === 'openssl');

const byTelnet = ({ runs }: Line): boolean =>
  runs.some((run) => run.program === 'telnet' && run.piped) &&
  runs.some((run) => run.piped && readsProgram(run));

export const handsOutShell = (line: Line): boolean =>
  some(line, /(?:^|[\s>&<])\/dev\/(?:tcp|udp)\/[^/\s]+\/\w+/) ||
  line.runs.some((run) => byNetcat(run) || bySocat(run) || byLanguage(run)) ||
  byPipe(line) ||
  byTelnet(line);
