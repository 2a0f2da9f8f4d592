/** What an edit of a migration does to databases that have applied it and those that have not. */
export type EditWeight =
  /** Tables, columns, indexes, constraints: databases that applied the old text never get it. */
  | 'schema'
  /** Data steps, SQL, helpers, operations of other packages, defaults, bases, and whatever cannot be told. */
  | 'behaviour'
  /** Nothing that a database sees. */
  | 'state';

/** The weights, the heaviest first. */
export const WEIGHTS = ['schema', 'behaviour', 'state'] as const satisfies readonly EditWeight[];

/** The weight of what weighs most; undefined when there is nothing. */
export function heaviest(edits: readonly Edit[]): EditWeight | undefined {
  return WEIGHTS.find((each) => edits.some(({ weight }) => weight === each));
}

/** One thing that an edit of a migration changes. */
export interface Edit {
  readonly weight: EditWeight;
  /** A short noun phrase in Django's terms with the project's own names: `AddField item.cost: max_length`. */
  readonly what: string;
  /** 1-based line in the new text; of its operations, for what is gone from there. */
  readonly line: number;
}

/** Longest `what`, in code points. */
const MAX_WHAT = 80;

/** An edit, its description cut to a length that can be printed. */
export function edit(weight: EditWeight, what: string, line: number): Edit {
  // A name may be as long as a file; code points are counted only where they matter.
  const start = Array.from(what.slice(0, 2 * MAX_WHAT + 2));
  return { weight, what: start.length > MAX_WHAT ? `${start.slice(0, MAX_WHAT - 1).join('')}…` : what, line };
}

/** An edit that is reported because nothing better can be said. */
export function untold(line: number): Edit {
  return edit('behaviour', 'what it does cannot be told', line);
}
