/** What sinks of chats are given beside the address of their channel. */
import type { Finding } from '../../core/find/finding.ts';
import type { HttpSinkSettings } from './post.ts';

export interface ChatSettings extends HttpSinkSettings {
  /** Where more about a finding is to be seen: an https address people can open. No button without it. */
  readonly linkOf?: (finding: Finding) => string;
}
