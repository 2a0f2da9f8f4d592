import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IN_CI, PYTHONS } from '../helpers/python.ts';
import { repository, type Repository } from '../helpers/repository.ts';

const PRICES = 'shop/prices.py';

/** `main` and `topic` hold versions of one module that have the same size; `topic` has no `blog`. */
function project(): Repository {
  const made = repository();
  made.commit('main', {
    [PRICES]: 'V = "AAA"\n',
    'shop/__init__.py': '',
    'blog/models.py': '',
    '.gitignore': '__pycache__/\n',
  });
  made.git('switch', '--quiet', '-c', 'topic');
  made.git('rm', '--quiet', '-r', 'blog');
  made.commit('topic', { [PRICES]: 'V = "BBB"\n' });
  made.git('switch', '--quiet', 'main');
  return made;
}

const SHOW = 'import shop.prices; print(shop.prices.V)';

/** What Python says the module holds. */
function value(python: string, shop: Repository): string {
  const ran = shop.shell(`${python} -c '${SHOW}'`);
  expect(ran.stderr).toBe('');
  return ran.stdout.trim();
}

/** As `git checkout` within one second leaves it, or a deploy that clamps times: Python sees the same second. */
function sameSecond(shop: Repository): void {
  utimesSync(join(shop.folder, PRICES), 1_600_000_000, 1_600_000_000);
}

test('there is a Python to ask', { skip: PYTHONS.length === 0 && !IN_CI }, () => {
  expect(PYTHONS.length).toBeGreaterThan(0);
});

test.for(PYTHONS)(
  '%s: a switch within a second runs the old code without the hooks, and the new code with them',
  (python) => {
    const without = project();
    sameSecond(without);
    expect(value(python, without)).toBe('AAA');
    without.git('switch', '--quiet', 'topic');
    sameSecond(without);
    expect(value(python, without)).toBe('AAA');

    const hooked = project();
    hooked.pyreset('install');
    sameSecond(hooked);
    expect(value(python, hooked)).toBe('AAA');
    hooked.git('switch', '--quiet', 'topic');
    sameSecond(hooked);
    expect(value(python, hooked)).toBe('BBB');
  },
);

test.for(PYTHONS)('%s: a deleted app still imports without the hooks, and not with them', (python) => {
  const imports = (shop: Repository): number | null => shop.shell(`${python} -c 'import blog'`).status;
  for (const [installed, expected] of [
    [false, 0],
    [true, 1],
  ] as const) {
    const shop = project();
    if (installed) shop.pyreset('install');
    expect(shop.shell(`${python} -c 'import blog.models'`).status).toBe(0);
    shop.git('switch', '--quiet', 'topic');
    expect(imports(shop)).toBe(expected);
    expect(existsSync(join(shop.folder, 'blog'))).toBe(!installed);
  }
});

/** True when the cache was compiled from a source with the size and second of the one that is there now. */
function looksFresh(shop: Repository): boolean {
  const folder = join(shop.folder, 'shop', '__pycache__');
  const cache = readdirSync(folder).find((name) => name.startsWith('prices.')) ?? '';
  const source = statSync(join(shop.folder, PRICES));
  const header = readFileSync(join(folder, cache));
  return (
    header.readUInt32LE(8) === Math.trunc(source.mtimeMs / 1000) && header.readUInt32LE(12) === source.size
  );
}

/** Waits for the time in a second that leaves most of it; the clock that stamps files lags a little behind. */
function earlyInASecond(): void {
  for (;;) if (Math.trunc((Date.now() % 1000) / 100) === 1) return;
}

test.for(PYTHONS.slice(0, 1))('%s: the race itself, without touching any time', (python) => {
  const shop = project();
  const race = (): string => {
    shop.git('switch', '--quiet', 'topic');
    shop.shell('rm -rf shop/__pycache__');
    const show = `${python} -B -c '${SHOW}'`; // -B: the second run leaves the cache as it found it
    const steps = `git switch --quiet main; ${python} -c '${SHOW}' >&2; git switch --quiet topic; ${show}`;
    earlyInASecond();
    return shop.shell(steps).stdout.trim();
  };
  let seen = race();
  while (!looksFresh(shop)) seen = race(); // both switches must fall into one second; a busy machine may need a few
  expect(seen, 'old code on the new branch').toBe('AAA');
  shop.pyreset('install');
  expect([race(), race(), race()]).toEqual(['BBB', 'BBB', 'BBB']);
});
