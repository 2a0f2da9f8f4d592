/** The known name that is closest to a mistyped one, or undefined when none is close (Levenshtein distance ≤ a third). */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, distance: distance(name, candidate) }));
  const best = ranked.sort((one, other) => one.distance - other.distance)[0];
  return best && best.distance <= Math.ceil(best.candidate.length / 3) ? best.candidate : undefined;
}

/** What to say behind the name of something that is not known: the nearest of what is, or nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `; did you mean ${near}?` : '';
}

function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 8) return Infinity; // long names are no typos, and this bounds the work
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const replaced = row[column - 1]! + Number(one[line - 1] !== other[column - 1]);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
