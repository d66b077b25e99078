/** Names of log files: which are taken of a folder or an archive, and how they are told to people. */

const endings = /\.(json|jsonl|ndjson|log|csv)(\.gz)?$/i;
const archives = /\.(tar|tgz|tar\.gz|zip)$/i;
/** What macOS adds to archives and foreign disks. */
const shadows = /(^|\/)(\._[^/]*|__MACOSX\/.*)$/;

/** Whether a member of an archive is read. */
export const isLogName = (name: string): boolean => endings.test(name) && !shadows.test(name);

/** Whether a file found in a folder is read. */
export const isTaken = (name: string): boolean =>
  isLogName(name) || (archives.test(name) && !shadows.test(name));

export const takenInWords = '*.json, *.jsonl, *.ndjson, *.log, *.csv, each also .gz; *.tar, *.tgz, *.zip';

/** A path as it is told; `say` sees to it that it steers no terminal. */
export const pathInWords = (path: string): string => (path === '-' ? 'standard input' : path);
