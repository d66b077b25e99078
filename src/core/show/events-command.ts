/** The command that prints the records behind a finding, to be copied into a shell. */
import { logPath } from '../read/path.ts';
import { visible } from './visible.ts';

/** What stands for files that cannot be named in a command as they are. */
const someFiles = '<files or folders>';

/**
 * @param paths of the logs that the finding was made of, as they were named; none: the archive of the app
 * @param program how the command is called
 */
export const eventsCommand = (id: string, paths: readonly string[] = [], program = 'rarecall'): string =>
  [program, 'events', id, ...(paths.every(isPlain) ? paths.map(quoted) : [someFiles])].join(' ');

/** Of a finding that does not say what its logs were named: whether they lie in an archive, their own names tell. */
export const eventsCommandOf = ({
  id,
  queries,
}: {
  readonly id: string;
  readonly queries: { readonly blobs: readonly { readonly source: string }[] };
}): string =>
  queries.blobs.every(({ source }) => logPath(source) !== null)
    ? eventsCommand(id)
    : `${eventsCommand(id)} ${someFiles}`;

/** Standard input is read once, and a name that hides something is not to be copied. */
const isPlain = (path: string): boolean => path !== '-' && visible(path) === path;

/** One word to a POSIX shell; what looks like an option is none behind `./`. */
function quoted(path: string): string {
  const named = path.startsWith('-') ? `./${path}` : path;
  if (/^[\w@%+=:,./-]+$/.test(named)) return named;
  return `'${named.replaceAll("'", `'\\''`)}'`;
}
