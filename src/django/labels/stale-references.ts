import type { GitPath } from '../../path.ts';
import { isVendored } from '../example-apps.ts';
import type { FoundLine, LabelReference, OldLabel, ReferenceKind, Sought } from './old-labels.ts';
import { namespacesIn, pythonReferences } from './python-references.ts';
import { fileKind } from './reference-files.ts';
import { textReferences } from './text-references.ts';

/** The lines of a file that still name a label which became another one. */
export interface StaleReferences {
  readonly path: GitPath;
  /** Of the first one; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
  /** How many there are. */
  readonly count: number;
  /** What they name, each label once. */
  readonly labels: readonly OldLabel[];
  readonly kinds: ReadonlySet<ReferenceKind>;
  /** The first few. */
  readonly first: readonly (Pick<LabelReference, 'text' | 'now'> & { readonly line: number })[];
}

/** As many as are kept of a file. */
const FEW = 6;

/** The references to old labels in lines after a change, by file, in the order of the lines. */
export function staleReferences(
  labels: readonly OldLabel[],
  settings: ReadonlySet<GitPath>,
  lines: readonly FoundLine[],
): StaleReferences[] {
  const sought: Sought = {
    labels: new Map(labels.map((label) => [label.old, label])),
    entries: new Map(labels.flatMap((label) => [...label.entries.keys()].map((entry) => [entry, label]))),
    namespacesGone: namespacesGone(labels, lines),
    settings,
  };
  const files = new Map<GitPath, Gathered>();
  for (const { path, line, text } of lines) {
    const kind = isVendored(path) ? undefined : fileKind(path);
    if (kind === undefined) continue;
    const found =
      kind === 'python' ? pythonReferences(path, text, sought) : textReferences(kind, path, text, sought);
    if (found.length === 0) continue;
    const file = files.get(path) ?? newFile(path, line, text.slice(0, found[0]!.offset));
    files.set(path, file);
    for (const reference of found) gather(file, line, reference);
  }
  return [...files.values()];
}

interface Gathered extends StaleReferences {
  count: number;
  readonly labels: OldLabel[];
  readonly kinds: Set<ReferenceKind>;
  readonly first: (Pick<LabelReference, 'text' | 'now'> & { readonly line: number })[];
}

function newFile(path: GitPath, line: number, before: string): Gathered {
  const column = Array.from(before).length + 1;
  return { path, line, column, count: 0, labels: [], kinds: new Set(), first: [] };
}

function gather(file: Gathered, line: number, { label, kind, text, now }: LabelReference): void {
  file.count += 1;
  if (!file.labels.includes(label)) file.labels.push(label);
  file.kinds.add(kind);
  const isKnown = file.first.some((each) => each.line === line && each.text === text);
  if (file.first.length < FEW && !isKnown) file.first.push({ line, text, now });
}

/** The namespaces that the change took away, and that no line names any more. */
function namespacesGone(labels: readonly OldLabel[], lines: readonly FoundLine[]): ReadonlySet<string> {
  const gone = new Set(labels.flatMap(({ old, wasNamespace }) => (wasNamespace ? old : [])));
  for (const { path, text } of lines) {
    if (gone.size === 0) break;
    if (fileKind(path) === 'python') for (const name of namespacesIn(path, text)) gone.delete(name);
  }
  return gone;
}
