/**
 * Hosts that a command line names, however they are spelled: where clouds keep their metadata, and what lies outside.
 * Knows addresses; refuses to know what is asked of them.
 *
 * Source: Microsoft Learn, Azure Instance Metadata Service (169.254.169.254) and WireServer (168.63.129.16); Google Cloud,
 * metadata.google.internal; AWS, fd00:ec2::254 and 169.254.170.2 (tasks), 169.254.170.23 (pods); Alibaba, 100.100.100.200.
 */
import ipaddr from 'ipaddr.js';
import { isPublic } from '../../read/address.ts';

const metadataAddresses: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '168.63.129.16',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::23',
]);

const metadataNames: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.google.internal.',
  'metadata.azure.com',
  'metadata.azure.internal',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** Whether a word names a metadata service: as its host, or anywhere in it as it is usually written. */
export const namesMetadata = (word: string): boolean =>
  hostsIn(word).some((host) => metadataNames.has(host) || metadataAddresses.has(addressOf(host) ?? '')) ||
  /(?<![\d.])(?:169\.254\.169\.254|168\.63\.129\.16)(?!\d|\.\d)/.test(word) ||
  /(?<![\w.-])metadata\.google\.internal(?![\w-])/i.test(word);

/** Whether a URL leads out of the cluster and its networks. */
export const leadsOut = (word: string): boolean =>
  /^[a-z]{2,6}:\/\//i.test(word) && hostsIn(word).some((host) => isOutside(host));

/** Ends of domains that are no namespaces: `db.payments` is a service of the cluster. */
const domains =
  /\.(?:com|net|org|io|dev|de|uk|eu|us|ru|cn|fr|nl|it|es|pl|ch|at|in|br|jp|kr|xyz|top|info|biz|sh|me|co|ai|app|cloud|site|online|live|pw|cc|to|gg|onion)\.?$/;

function isOutside(host: string): boolean {
  const address = addressOf(host);
  return address === null ? domains.test(host) : isPublic(address);
}

/** The host of a URL or of `host:port`, in lower case; the word itself where it is neither. */
function hostsIn(word: string): string[] {
  const text = word.toLowerCase();
  const [, ofUrl] = /[a-z][a-z0-9+.-]{0,10}:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/.exec(text) ?? [];
  const [, alone] = /^(\[[^\]]*\]|[a-z0-9.-]+)(?::\d+)?(?:\/|$)/.exec(text) ?? [];
  return [ofUrl, alone, /^[0-9a-f:.]+$/.test(text) ? text : undefined].filter((host) => host !== undefined);
}

/** An address as it is written usually; `null` for names. Systems read 2852039166, 0xa9fea9fe and 0251.0376.43518, too. */
function addressOf(host: string): string | null {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}
