/** Settings modules made at random of what real ones are made of, and of much that they should not be made of. */
import type { Files } from '../../src/rule.ts';
import { app, cond, dict, DICTS, list, LISTS, random, str, STRS, type R } from './generated-expressions.ts';

let level = 0;

const indent = (s: string) =>
  s
    .split('\n')
    .map((l) => `    ${l}`)
    .join('\n');
const block = (r: R, mods: string[]): string => {
  level++;
  const b = indent(body(r, 1 + r.below(3), mods));
  level--;
  return b;
};
const simple = (r: R, mods: string[]): string => {
  const L = r.pick(LISTS),
    M = r.pick(LISTS),
    D = r.pick(DICTS);
  const m = mods.length ? r.pick(mods) : undefined;
  const n = r.below(m ? 44 : 34);
  switch (n) {
    case 0:
    case 1:
    case 2:
      return `${L} = ${list(r)}`;
    case 3:
    case 4:
    case 5:
      return `${L} += ${list(r)}`;
    case 6:
      return `${L}.append(${app(r)})`;
    case 7:
      return `${L}.extend(${list(r)})`;
    case 8:
      return `${L}.insert(${r.pick(['0', '1', '-1', '5', 'len(APPS)'])}, ${app(r)})`;
    case 9:
      return `if ${app(r)} in ${L}: ${L}.remove(${app(r)})`.replace(
        /if (.*?) in (\w+): \w+\.remove\(.*\)/,
        'if $1 in $2: $2.remove($1)',
      );
    case 10:
      return `if ${L}: ${L}.pop(${r.pick(['', '0', '-1'])})`;
    case 11:
      return `${L}.${r.pick(['reverse()', 'sort()', 'clear()'])}`;
    case 12:
      return `${L} = ${M} = ${list(r)}`;
    case 13:
      return `${L}, ${M} = ${list(r)}, ${list(r)}`;
    case 14:
      return `${L}[0:0] = [${app(r)}]`;
    case 15:
      return `if ${L}: ${L}[0] = ${app(r)}`;
    case 16:
      return `${D} = ${dict(r)}`;
    case 17:
      return `${D}[${r.pick(["'a'", "'b'", 'ROOT'])}] = ${r.pick(["'m.z'", 'None', 'ROOT'])}`;
    case 18:
      return `${D}.update(${dict(r)})`;
    case 19:
      return `${D}.setdefault(${r.pick(["'a'", 'ROOT'])}, 'm.s')`;
    case 20:
      return `${D}.pop(${r.pick(["'a'", 'ROOT'])}, None)`;
    case 21:
      return `if 'a' in ${D}: del ${D}['a']`;
    case 22:
      return `${D}.update(b='m.q')`;
    case 23:
      return `${r.pick(STRS)} = ${str(r)}`;
    case 24:
      return `${r.pick(STRS)} += ${str(r)}`;
    case 25:
      return `DEBUG = ${r.pick(['True', 'False', 'not DEBUG', 'bool(APPS)', 'os.environ.get("FLAG")'])}`;
    case 26:
      return `hold(${r.pick([L, `[${L}]`, `${L}, x=${M}`, D])})`;
    case 27:
      return `grow()`;
    case 28:
      return `BOX = {'l': ${L}}\nBOX['l'].append(${app(r)})`;
    case 29:
      return `BOX = [${L}]\nBOX[0] += [${app(r)}]`;
    case 30:
      return r.pick([
        `globals()['${L}'] = ['g']`,
        `globals()['${L}'].append('g')`,
        `vars()['${r.pick(STRS)}'] = 'g'`,
        `locals().update(${L}=['l'])`,
        `exec("${L}.append('x')")`,
        `setattr(sys.modules[__name__], '${L}', ['s'])`,
      ]);
    case 31:
      return `[${L}.append(x) for x in ('y',)]`;
    case 32:
      return `(lambda l: l.append('z'))(${L})`;
    case 33:
      return r.pick([
        `for ${L} in [['v']]: pass`,
        `_t = (${L}, ${M})\n_t[0].append('t')`,
        `${L}: list = ${list(r)}`,
        `${L} *= 2`,
        `[${L}[0:0]] = [['w']]`,
        `print(${L}.append('p'))`,
        `y = ${L}\ny += ['n']`,
        `${L}.__iadd__(['i'])`,
        `def grow():\n    ${M}.append('G2')`,
        `x = lambda: ${L}.append('lam')\nx()`,
        `class K:\n    ${L}.append('k')`,
        `class K:\n    ${L} += ['k2']`,
        `del ${L}[0:1]`,
        `${D} |= ${dict(r)}`,
        `(${L}) += ['pp']`,
        `${L}.extend([x for x in ${M}])`,
        `${D}['z'], ${L} = 'tt', ['uu']`,
        `*${L}, y = ['1', '2', '3']`,
        `assert ${L}.append('as') is None`,
        ...databases(r),
      ]);
    case 34:
      return `from conf.${m} import *`;
    case 35:
      return `from .${m} import *`;
    case 36:
      return `from .${m} import ${L}`;
    case 37:
      return `from .${m} import ${L} as ${M}`;
    case 38:
      return `import conf.${m}\nconf.${m}.${L}.append(${app(r)})`;
    case 39:
      return `from . import ${m}\n${L} = ${m}.${M}`;
    case 40:
      return `from conf import ${m} as mod\nmod.${L} = ${list(r)}`;
    case 41:
      return `from . import ${m}\n${m}.${L} += ['mm']`;
    case 42:
      return `import conf.${m} as mm\nmm.grow()`;
    default:
      return r.pick([
        `from .${m} import *\n${L} = ${L} + ['q']`,
        `from .nothere import *`,
        `from .${m} import grow\ngrow()`,
        `import conf.${m} as mm\n${r.pick(STRS)} = mm.ROOT`,
      ]);
  }
};
/** What is done to databases. */
const databases = (r: R): string[] => {
  const engine = r.pick(["'e.a'", "'e.b'", 'ROOT', 'os.environ.get("FLAG")']);
  return [
    `DATABASES = {'default': {'ENGINE': ${engine}, 'NAME': os.getcwd()}, 'more': {'ENGINE': 'e.c'}}`,
    `DATABASES['default'] = {'ENGINE': ${engine}}`,
    `DATABASES['default']['ENGINE'] = ${engine}`,
    `DATABASES['default'].update(ENGINE=${engine})`,
    `DATABASES[${r.pick(["'more'", 'ROOT'])}] = dict(DATABASES['default'], NAME='n')`,
    `DATABASES = {'default': {'ENGINE': 'e.d', **MM}, **DATABASES}`,
    `hold(DATABASES['default'])`,
    `if os.environ.get("FLAG"): DATABASES['default'] = {}`,
  ];
};
const statement = (r: R, mods: string[]): string => {
  if (level > 2 || r.chance(0.7)) return simple(r, mods);
  switch (r.below(8)) {
    case 0:
      return `if ${cond(r)}:\n${block(r, mods)}`;
    case 1:
      return `if ${cond(r)}:\n${block(r, mods)}\nelse:\n${block(r, mods)}`;
    case 2:
      return `if ${cond(r)}:\n${block(r, mods)}\nelif ${cond(r)}:\n${block(r, mods)}\nelse:\n${block(r, mods)}`;
    case 3:
      return `try:\n${block(r, mods)}\nexcept ${r.pick(['ImportError', 'Exception', '(ImportError, KeyError)', 'KeyError', 'ImportError as e'])}:\n${block(r, mods)}${r.chance(0.3) ? `\nelse:\n${block(r, mods)}` : ''}${r.chance(0.3) ? `\nfinally:\n${block(r, mods)}` : ''}`;
    case 4:
      return `try:\n    ${r.pick(['from .nothere import *', 'from .nothere import APPS', 'import conf.nothere', 'import thirdparty', 'from thirdparty import APPS', 'from thirdparty import *', mods.length ? `from .${r.pick(mods)} import *` : 'import os'])}\n${r.chance(0.5) ? `${block(r, mods)}\n` : ''}except ${r.pick(['ImportError', 'Exception', 'ModuleNotFoundError'])}:\n${r.chance(0.5) ? '    pass' : block(r, mods)}`;
    case 5:
      return `for ${r.pick(['x', 'ROOT'])} in ${r.pick(["('p', 'q')", 'APPS[:2]', 'list(EXTRA)', '()', '(APPS, EXTRA)'])}:\n${block(r, mods)}${r.chance(0.3) ? '\n    if os.environ.get("FLAG"): break' : ''}`;
    case 6:
      return `with open(os.devnull) as f:\n${block(r, mods)}`;
    default:
      return `with contextlib.suppress(Exception):\n${block(r, mods)}`;
  }
};
const body = (r: R, n: number, mods: string[]): string =>
  Array.from({ length: n }, () => statement(r, mods)).join('\n');
const HEAD = `import os, sys, contextlib
from helpers import hold, same
INSTALLED_APPS = ['a', 'b']
APPS = ['b', 'c']
EXTRA = []
MIGRATION_MODULES = {'a': 'm.a'}
MM = {}
AUTH_USER_MODEL = 'm.U'
DATABASES = {'default': {'ENGINE': 'e.a', 'NAME': os.getcwd()}}
ROOT = 'a'
DEBUG = True
def grow():
    APPS.append('G')
`;
const shuffleHead = (r: R) =>
  r.chance(0.5)
    ? HEAD
    : HEAD.replace("'a', 'b'", app(r).replace('ROOT', "'r'"))
        .replace('DEBUG = True', 'DEBUG = bool(os.environ.get("FLAG"))')
        .replace("ROOT = 'a'", r.pick(["ROOT = 'a'", "ROOT = os.environ.get('FLAG', 'a')"]));
/** A module of another package: what it is given may be changed. */
export const HELPERS = `import os\nBOX = []\ndef hold(*given, **more):\n    for each in [*given, *more.values()]:\n        if isinstance(each, list) and each and isinstance(each[0], list): each = each[0]\n        if os.environ.get('FLAG'):\n            if isinstance(each, list): each.insert(0, 'HELD')\n            elif isinstance(each, dict): each['a'] = 'HELD'\ndef same(x): return x\n`;
/** A module that is there or not, as the environment says. */
export const THIRD = `import os\nif not os.environ.get('FLAG'): raise ImportError('no')\nAPPS = ['third']\nROOT = 'third'\n`;
/** A package `conf` whose `settings` import the others; the same for the same seed. */
export const generatedSettings = (seed: number): Files => {
  const r = random(seed);
  level = 0;
  const files: Record<string, string> = {
    'conf/__init__.py': r.chance(0.15) ? 'from .base import *\n' + body(r, 2, ['base']) : '',
  };
  files['conf/base.py'] =
    shuffleHead(r) +
    body(r, 1 + r.below(4), []) +
    '\n' +
    (r.chance(0.1) ? "__all__ = ['APPS', 'INSTALLED_APPS', 'ROOT']\n" : '');
  files['conf/extra.py'] =
    (r.chance(0.5)
      ? 'import os, sys, contextlib\nfrom helpers import hold, same\nfrom .base import *\n'
      : HEAD) +
    body(r, 1 + r.below(3), ['base']) +
    '\n';
  files['conf/settings.py'] =
    (r.chance(0.6)
      ? 'import os, sys, contextlib\nfrom helpers import hold, same\nfrom .base import *\n'
      : shuffleHead(r)) +
    body(r, 1 + r.below(9), ['base', 'extra']) +
    '\n';
  return files;
};
