import { expect, test } from 'vitest';
import {
  followStep,
  proceduresIn,
  type PrintedProcedure,
  type PrintedStep,
} from '../helpers/printed-steps.ts';
import type { Repository } from '../helpers/repository.ts';
import { said } from '../helpers/verdict.ts';
import { applied, filled, observe, runIn, type Observed, type Site } from './procedures-project.ts';

/** What our own rules say of the finished change, and the tables that it leaves. */
interface Outcome {
  readonly verdict: readonly string[];
  readonly tables: readonly string[];
}

const OTHERS = ['orders_note', 'orders_order', 'orders_order_others'];
const named = (label: string): string[] => [
  ...OTHERS,
  ...['item', 'item_tags', 'price', 'tag'].map((name) => `${label}_${name}`),
];

const RELABELLED = ['warning changed-app-label shop'];
const PINNED = ['Item', 'Price', 'Tag'].map((model) => `info stale-db-table store.${model}`);

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  P1: { verdict: ['info edited-migration shop.0001_initial'], tables: named('shop') },
  P2a: { verdict: RELABELLED, tables: named('store') },
  P2b: { verdict: [...PINNED, ...RELABELLED], tables: named('shop') },
  P3: { verdict: [], tables: named('shop') },
};

/** Follows every procedure that is printed, on one Django and one kind of database, there and back. */
export function followProcedures(siteOf: () => Site): void {
  test.for(Object.entries(OUTCOMES))('%s', ([id, outcome]) => {
    const site = siteOf();
    const { made, before } = applied(site);
    const procedure = printed(made, id);
    follow(made, site, procedure.steps);
    expectWell(made, site, before, outcome.tables);
    expect(said(made, '--range', 'origin/main..HEAD')).toEqual(outcome.verdict);
    follow(made, site, procedure.back);
    expect(observe(made, site, ['settled'])).toEqual(before);
    expect(made.git('diff', '--name-only', 'origin/main')).toBe('');
  });

  test('P3, and the table renamed a release later', () => {
    const site = siteOf();
    const { made, before } = applied(site);
    const { steps, later } = printed(made, 'P3');
    follow(made, site, [...steps, ...later]);
    expectWell(made, site, before, [...OTHERS, 'shop_price', 'shop_tag', 'store_item', 'store_item_tags']);
  });
}

function printed(made: Repository, id: string): PrintedProcedure {
  const old = id === 'P3' ? 'shop.Item' : 'shop';
  const { status, stdout, stderr } = made.pyreset('rules', 'changed-app-label', old, 'store');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return proceduresIn(stdout).find(({ title }) => title.startsWith(`${id}:`))!;
}

/** What is not done but known: all else that is printed is followed. */
const TO_READ = /^(?:Back the database up|The sequences, indexes|The tables of many-to-many fields)/;

function follow(made: Repository, site: Site, steps: readonly PrintedStep[]): void {
  const words = steps.filter(({ language, lead }) => language === '' && !TO_READ.test(lead));
  expect(words).toEqual([]);
  for (const step of steps) followStep(made, step, (script) => runIn(made, site, script));
}

/** Rows, content types and permissions are as they were, the application goes on, and a new database is like this one. */
function expectWell(made: Repository, site: Site, before: Observed, tables: readonly string[]): void {
  const now = observe(made, site, ['settled', 'use']);
  expect({ ...now, tables: {} }).toEqual({ ...before, tables: {} });
  expect(now.rights['ada may']).toEqual(['change_item', 'delete_tag']);
  expect(Object.keys(now.tables).sort()).toEqual([...tables].sort());
  const fresh = filled(made, site, 'fresh');
  expect({ ...fresh, rights: {} }).toEqual({ ...now, rights: {} });
  expect(fresh.rights['ada may']).toEqual(now.rights['ada may']);
}
