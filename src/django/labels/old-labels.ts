import type { GitPath } from '../../path.ts';

/** A label that no app has any more, and what else referred to its apps. */
export interface OldLabel {
  readonly old: string;
  /** The labels that its apps have now; more than one where two projects had an app of that label each. */
  readonly now: readonly string[];
  /** The names of its models in lower case, as far as they are known. */
  readonly models: ReadonlySet<string>;
  /** Entries of INSTALLED_APPS that name a package which is gone, each with what it would be now. */
  readonly entries: ReadonlyMap<string, string>;
  /** The settings modules whose MIGRATION_MODULES is known to have an entry for it. */
  readonly keyedIn: ReadonlySet<GitPath>;
  /** True when the change took a URL namespace of that name away. */
  readonly wasNamespace: boolean;
}

/** A line of a file after a change. */
export interface FoundLine {
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
  /** Without the end of line. */
  readonly text: string;
}

/** What a reference stands for, which tells what becomes of it. */
export type ReferenceKind = 'entry' | 'model' | 'app' | 'fixture' | 'url' | 'permission' | 'key';

/** Something in a line that says an old label. */
export interface LabelReference {
  readonly label: OldLabel;
  readonly kind: ReferenceKind;
  /** UTF-16 offset in the line. */
  readonly offset: number;
  /** As it is written. */
  readonly text: string;
  /** As it would be written now; undefined when that cannot be told. */
  readonly now: string | undefined;
}

/** True for what can be a label: Django refuses all else (`str.isidentifier`, django/apps/config.py). */
export function isLabel(text: string): boolean {
  return text.length <= MAX_LABEL && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

const MAX_LABEL = 100;

/**
 * What a line looks like that may refer to these labels, in the part of POSIX's extended regular expressions that
 * JavaScript reads alike: quoted, as permissions in templates, as a model in YAML, as a page of the admin; and the
 * entries of INSTALLED_APPS that are stale.
 */
export function searchPattern(labels: readonly OldLabel[]): string {
  const names = `(${labels.map(({ old }) => old).join('|')})`;
  const entries = labels.flatMap(({ entries }) => [...entries.keys()]).filter(isDotted);
  return [
    `["']${names}["'.:]`,
    `(perms\\.|model: *)${names}`,
    `admin:${names}_`,
    ...entries.map((entry) => `["']${entry.replaceAll('.', '[.]')}["']`),
  ].join('|');
}

function isDotted(entry: string): boolean {
  return entry.split('.').every(isLabel);
}

/** Old labels, and where they may be met. */
export interface Sought {
  readonly labels: ReadonlyMap<string, OldLabel>;
  /** By entries of INSTALLED_APPS. */
  readonly entries: ReadonlyMap<string, OldLabel>;
  /** The old labels that were URL namespaces, and are none any more. */
  readonly namespacesGone: ReadonlySet<string>;
  /** The settings modules of the projects. */
  readonly settings: ReadonlySet<GitPath>;
}

/** A text with the label that stands in it at an offset as it is now, where that is known. */
export function relabelled({ old, now }: OldLabel, text: string, at = 0): string | undefined {
  return now.length === 1 ? text.slice(0, at) + now[0]! + text.slice(at + old.length) : undefined;
}

/** Where the label stands in the name of a page of the admin. */
export const AT_PAGE = 'admin:'.length;

/**
 * The label in `admin:shop_item_changelist`
 * (https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls).
 */
export function adminPage(name: string, labels: ReadonlyMap<string, OldLabel>): OldLabel | undefined {
  const page = /^admin:(\w{1,200})_(?:changelist|add|history|delete|change)$/.exec(name)?.[1] ?? '';
  for (let at = page.indexOf('_'); at >= 0; at = page.indexOf('_', at + 1)) {
    const label = labels.get(page.slice(0, at));
    if (label?.models.has(page.slice(at + 1))) return label;
  }
  return undefined;
}
