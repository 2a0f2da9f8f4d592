/** Expressions made at random of what settings are made of. */
/** A source of random choices, the same for the same seed. */
export const random = (seed: number) => {
  let s = seed >>> 0;
  const next = () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = s;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(xs: readonly T[]): T => xs[below(xs.length)]!;
  return { below, pick, chance: (p: number) => next() < p };
};
/** Random choices. */
export type R = ReturnType<typeof random>;
/** Names of lists in the modules. */
export const LISTS = ['INSTALLED_APPS', 'APPS', 'EXTRA'];
/** Names of dicts. */
export const DICTS = ['MIGRATION_MODULES', 'MM'];
/** Names of texts. */
export const STRS = ['AUTH_USER_MODEL', 'ROOT'];
/** An element of a list. */
export const app = (r: R) => r.pick(["'a'", "'b'", "'c'", "'d'", "'e'", 'ROOT']);
/** A condition. */
export const cond = (r: R): string =>
  r.pick([
    'DEBUG',
    'not DEBUG',
    'os.environ.get("FLAG")',
    'True',
    "'a' in INSTALLED_APPS",
    "'b' not in APPS",
    'APPS',
    'not EXTRA',
    "DEBUG and 'c' in EXTRA",
    'os.environ.get("FLAG") and "b" in APPS',
    '0',
    'ROOT == "a"',
    '(DEBUG)',
    'MM',
    'APPS is EXTRA',
    'len(APPS) > 2',
    'DEBUG or EXTRA',
    'None',
  ]);
/** An expression for a list. */
export const list = (r: R, d = 0): string => {
  const n = r.below(d > 1 ? 3 : 15);
  const L = r.pick(LISTS);
  switch (n) {
    case 0:
    case 1:
      return `[${Array.from({ length: r.below(4) }, () => app(r)).join(', ')}]`;
    case 2:
      return L;
    case 3:
      return `${list(r, d + 1)} + ${list(r, d + 1)}`;
    case 4:
      return `[*${L}, ${app(r)}]`;
    case 5:
      return `list(${list(r, d + 1)})`;
    case 6:
      return `list(tuple(${list(r, d + 1)}) + (${app(r)},))`;
    case 7:
      return `(${list(r, d + 1)} if ${cond(r)} else ${list(r, d + 1)})`;
    case 8:
      return `(${L} or ${list(r, d + 1)})`;
    case 9:
      return `[x for x in ${L} if x != 'a']`;
    case 10:
      return `${L}[:2]`;
    case 11:
      return `sorted(${L})`;
    case 12:
      return `same(${L})`;
    case 13:
      return `${r.pick(LISTS)}.copy()`;
    default:
      return `dict(k=${L})['k']`;
  }
};
/** An expression for a dict. */
export const dict = (r: R): string => {
  const k = () => r.pick(["'a'", "'b'", 'ROOT', '1']);
  const v = () => r.pick(["'m.a'", 'None', "'m.b'", 'AUTH_USER_MODEL', 'os.environ.get("FLAG")']);
  switch (r.below(7)) {
    case 0:
    case 1:
      return `{${Array.from({ length: r.below(3) }, () => `${k()}: ${v()}`).join(', ')}}`;
    case 2:
      return r.pick(DICTS);
    case 3:
      return `{**${r.pick(DICTS)}, ${k()}: ${v()}}`;
    case 4:
      return `dict(${r.pick(DICTS)}, a=${v()})`;
    case 5:
      return `{${k()}: ${v()}, **${r.pick(DICTS)}}`;
    default:
      return `{x: None for x in ${r.pick(LISTS)}}`;
  }
};
/** An expression for a text. */
export const str = (r: R): string =>
  r.pick([
    "'a'",
    "'m.U'",
    'ROOT',
    'AUTH_USER_MODEL',
    "'m.' + ROOT",
    "ROOT + 'x'",
    'str(ROOT)',
    "os.environ.get('FLAG', 'a')",
    "f'{ROOT}x'",
    "'%s.x' % ROOT",
    "ROOT if DEBUG else 'z'",
    '__name__',
  ]);
