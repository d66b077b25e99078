/** How `rarecall mcp` may be started. On its own, since a mistake is to be told before all else is loaded. */
import { UsageError } from '../../errors.ts';

export interface McpCommand {
  readonly url?: string;
  readonly keyFile?: string;
  readonly category?: string;
  readonly cluster: string;
  readonly suppressions?: string;
}

/** @returns the app that is asked; `null`: the files are @throws UsageError */
export function appAsked(paths: readonly string[], { url, keyFile }: McpCommand): URL | null {
  if (url === undefined) {
    if (paths.length === 0) throw new UsageError('name log files or folders, or an app with --url');
    if (paths.includes('-'))
      throw new UsageError('standard input is for the protocol: name files or folders');
    if (keyFile !== undefined) throw new UsageError('--key-file goes with --url');
    return null;
  }
  if (paths.length > 0) throw new UsageError('files, or --url: not both');
  return addressOf(url);
}

const isHere = (host: string): boolean => /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(host);

/** @returns the address that routes are put behind @throws UsageError */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null)
    throw new UsageError('--url must be an address such as https://func-rarecall.azurewebsites.net');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere(url.hostname)))
    throw new UsageError('--url must begin with https://, or be of this machine');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new UsageError(
      '--url must be without a name, a password and a key: the key comes from RARECALL_FUNCTION_KEY or --key-file',
    );
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
