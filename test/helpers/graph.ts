import type { GraphMigration } from '../../src/django/migrations/graph-nodes.ts';
import { buildGraph, type Graph, type Labels } from '../../src/django/migrations/graph.ts';
import type { References } from '../../src/django/migrations/references.ts';

/** Keys as `label.name`; `settings.NAME` is what a setting names. */
export interface Neighbours {
  readonly after?: readonly string[];
  readonly before?: readonly string[];
  readonly replaces?: readonly string[];
}

/** A migration by its key. */
export function migration(key: string, { after, before, replaces }: Neighbours = {}): GraphMigration {
  const [label = '', name = ''] = key.split('.');
  return {
    label,
    name,
    dependencies: references(after),
    runBefore: references(before),
    replaces: references(replaces),
  };
}

function references(keys: readonly string[] = []): References {
  const known = keys.map((key) => {
    const [label = '', name = ''] = key.split('.');
    return label === 'settings' ? { setting: name, line: 1 } : { label, name, line: 1 };
  });
  return { known, complete: true };
}

/** Migrations written short: `shop.2 < shop.1, auth.1 > blog.1 = shop.0; …` (after, before, replaces). */
export function migrations(text: string): GraphMigration[] {
  return text.split('; ').map((line) => {
    const [key = '', ...parts] = line.split(/ (?=[<>=] )/);
    const listed = (mark: string): string[] =>
      parts
        .find((part) => part.startsWith(mark))
        ?.slice(2)
        .split(', ') ?? [];
    return migration(key, { after: listed('<'), before: listed('>'), replaces: listed('=') });
  });
}

const OURS = ['accounts', 'blog', 'shop', 'empty'];

/** The apps `accounts`, `blog`, `shop`, `empty`, and `plain` without migrations; unless `closed`, others are foreign. */
export function build(given: readonly GraphMigration[], closed = false): Graph {
  const labels: Labels = {
    migrated: new Set(OURS),
    unmigrated: new Set(['plain']),
    isForeign: (label) => !closed && ![...OURS, 'plain'].includes(label),
    labelOfSetting: (setting) => (setting === 'AUTH_USER_MODEL' ? 'accounts' : undefined),
  };
  return buildGraph(given, labels);
}
