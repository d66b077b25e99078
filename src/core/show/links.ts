/** Which pages can be linked to, and what each is about. Refuses to know who may follow a link, and for how long. */

/** A page -> the names of what it is about, in the order in which a link is signed. A page more is a line more here. */
export const linkedPages = {
  finding: ['id'],
  report: ['day'],
  /** All days. */
  days: [],
  /** All findings of one, on the cluster of that resource id. */
  actor: ['user', 'cluster'],
  clusters: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PageName = keyof typeof linkedPages;

/** A page to go to: `{page: 'finding', id}`, `{page: 'report', day}`. */
export type PageRef = {
  readonly [N in PageName]: { readonly page: N } & {
    readonly [F in (typeof linkedPages)[N][number]]: string;
  };
}[PageName];

/** The address of another page for whoever reads this one, relative to it; `null` where there is no way for him. */
export type HrefOf = (to: PageRef) => string | null;

export const isPageName = (name: string): name is PageName => Object.hasOwn(linkedPages, name);

/** Of a page that stands alone, as a file does. */
export const nowhere: HrefOf = () => null;
